package bot

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// What a link to the bot asks for, by the first letter of its payload.
const (
	wantCommunity = 'c' // "cCD": to begin in the community with that code
	wantRequest   = 'r' // "r12": to see that request
	wantList      = 'l' // "lCD": to see what that community has asked for
	wantGive      = 'g' // "g12": to add money to that project
	// wantProject = 'p' is in flow_complaint.go: "p12" shows that project.
	// wantMinutes = 'm' is in flow_minutes.go: "m12" shows that meeting's minutes.
)

// wantNothing is the payload of a link that only leads to the private chat: an
// answer to a press may open a link with a payload, and no other.
const wantNothing = "hello"

// wantForm is what a payload may look like; anything else asks for nothing.
var wantForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// noticeButton shows the privacy notice again: shorter or longer, in this or
// another language. Want is what the link asked for: the button remembers it,
// because nothing is kept about a stranger.
type noticeButton struct {
	Want, Lang string
	Details    bool
}

// agreeButton is the consent to the privacy notice, in the language read.
type agreeButton struct{ Want, Lang string }

// moveButton answers whether somebody has moved to another community.
type moveButton struct {
	Place int64
	Yes   bool
}

// startFlow is the beginning: the privacy notice, consent, the community.
func (c *residents) startFlow(r *router) {
	r.command(command{
		Name: "start", Scope: inPrivate, Describe: locales.CommandStart(), Open: true,
		Run: c.start,
	})
	r.command(command{
		Name: "community", Scope: inPrivate, Describe: locales.CommandCommunity(),
		Run: func(t *turn, _ string) error { return c.settle.begin(t, settling{}) },
	})
	r.strangers(c.greet)
	pressOpen(r, "no", c.showNotice)
	pressOpen(r, "ag", c.agree)
	press(r, "mv", c.move)
}

func (c *residents) start(t *turn, args string) error {
	if args == wantNothing {
		args = ""
	}
	want := args
	if !wantForm.MatchString(want) {
		want = ""
	}
	if t.stranger() {
		s, err := c.notice(t, want, false)
		if err != nil {
			return err
		}
		return t.say(s)
	}
	if args != want {
		if err := t.say(screen{Text: locales.StartLinkUnknown()}); err != nil {
			return err
		}
	}
	return c.arrive(t, want, nil)
}

// notice is what strangers read before anything is kept about them (PIPL
// Art. 17).
func (c *residents) notice(t *turn, want string, details bool) (screen, error) {
	city, place, err := c.wherefore(t, want)
	if err != nil {
		return screen{}, err
	}
	lang := string(t.lang)
	text := locales.StartNotice(city, place)
	more := t.key(locales.StartDetailsButton(), noticeButton{want, lang, true})
	if details {
		text, more = locales.StartDetails(), t.key(locales.StartShortButton(), noticeButton{want, lang, false})
	} else if t.person.ID != 0 {
		text = locales.Paragraphs(locales.StartAgain(), text)
	}
	s := screen{Text: text, Keys: [][]key{
		{t.key(locales.StartAgreeButton(), agreeButton{want, lang}).styled("success")}, {more},
	}}
	var others []key
	for _, l := range locales.Languages() {
		if l == t.lang {
			continue
		}
		others = append(others, t.key(locales.Text(locales.LanguageName(l)), noticeButton{want, string(l), details}))
	}
	if len(others) > 0 {
		s.Keys = append(s.Keys, others)
	}
	return s, nil
}

// wherefore names the city, and the place that a link is about.
func (c *residents) wherefore(t *turn, want string) (city, place locales.Name, err error) {
	id, err := c.wantedPlace(t, want)
	if err != nil {
		return city, place, err
	}
	if id == 0 {
		cities, err := c.office.Children(t.tx, 0)
		if len(cities) == 1 {
			city = placeName(cities[0])
		}
		return city, place, err
	}
	path, err := c.office.Path(t.tx, id)
	if err != nil || len(path) == 0 {
		return city, place, err
	}
	return placeName(path[0]), placeName(path[len(path)-1]), nil
}

// wantedPlace is the community that a link is about; 0 for none.
func (c *residents) wantedPlace(t *turn, want string) (fund.PlaceID, error) {
	if want == "" {
		return 0, nil
	}
	switch want[0] {
	case wantCommunity, wantList:
		p, err := found(c.office.PlaceByCode(t.tx, want[1:]))
		if p.Kind != fund.PlaceCommunity {
			return 0, err
		}
		return p.ID, err
	case wantRequest:
		id, err := strconv.ParseInt(want[1:], 10, 64)
		if err != nil {
			return 0, nil //nolint:nilerr // a link that names nothing
		}
		r, err := found(c.office.Request(t.tx, fund.RequestID(id)))
		return r.Community, err
	case wantProject, wantGive:
		id, err := strconv.ParseInt(want[1:], 10, 64)
		if err != nil {
			return 0, nil //nolint:nilerr // a link that names nothing
		}
		p, err := found(c.office.Project(t.tx, fund.ProjectID(id)))
		return p.Community, err
	case wantMinutes:
		id, err := strconv.ParseInt(want[1:], 10, 64)
		if err != nil {
			return 0, nil //nolint:nilerr // a link that names nothing
		}
		m, err := found(t.tx.Meeting(fund.MeetingID(id)))
		return m.Community, err
	}
	return 0, nil
}

func (c *residents) showNotice(t *turn, b noticeButton) error {
	t.lang = locales.Match(b.Lang)
	s, err := c.notice(t, b.Want, b.Details)
	if err != nil {
		return err
	}
	return t.show(s)
}

// agree keeps the consent, and goes on with what the person came for.
func (c *residents) agree(t *turn, b agreeButton) error {
	if !t.stranger() {
		t.alert(locales.StartAgreedAlert())
		return nil
	}
	lang := locales.Match(b.Lang)
	p, err := c.office.Consent(t.act(), office.Newcomer{
		Telegram: t.user.ID, First: t.user.FirstName, Last: t.user.LastName, Lang: string(lang),
	})
	if err != nil {
		return err
	}
	t.person, t.lang = p, lang
	if p.Lang != string(lang) {
		if t.person, err = c.office.SetLanguage(t.act(), string(lang)); err != nil {
			return err
		}
	}
	holds, err := holdsOffice(t, c.office)
	if err != nil {
		return err
	}
	if holds {
		if err := t.setMenu(t.person, true); err != nil {
			return err
		}
	}
	if err := t.show(screen{Text: locales.StartAgreed(t.now.In(c.office.Zone()))}); err != nil {
		return err
	}
	return c.arrive(t, b.Want, sentBefore(t))
}

// sentBefore is what the person had sent before they were asked to agree.
func sentBefore(t *turn) *dialog.Answer {
	var to *models.Message
	if t.message != nil {
		to = t.message.ReplyToMessage
	}
	if to == nil || to.From == nil || to.From.ID != t.user.ID || strings.HasPrefix(to.Text, "/") {
		return nil
	}
	a := answerIn(to)
	if a.Empty() {
		return nil
	}
	return &a
}

// arrive goes on with what a link asked for, or with what was sent already.
func (c *residents) arrive(t *turn, want string, said *dialog.Answer) error {
	if known, err := c.enter(t, want); known || err != nil {
		return err
	}
	place, err := c.wantedPlace(t, want)
	if err != nil {
		return err
	}
	if want != "" && place == 0 {
		if err := t.say(screen{Text: locales.StartLinkUnknown()}); err != nil {
			return err
		}
	}
	switch {
	case t.person.Community == 0 && place == 0:
		holds, err := holdsOffice(t, c.office)
		switch {
		case err != nil:
			return err
		case holds && said == nil:
			return c.arriveAtDesk(t)
		}
		return c.settle.begin(t, settling{Said: said})
	case t.person.Community == 0:
		if t.person, err = c.office.ChooseCommunity(t.act(), place); err != nil {
			return err
		}
		if want[0] == wantCommunity {
			return c.welcome(t, said)
		}
		if err := c.sayHere(t); err != nil {
			return err
		}
	case place != 0 && (want[0] == wantCommunity || want[0] == wantList) && place != t.person.Community:
		return c.askToMove(t, place)
	}
	if want != "" && place != 0 && want[0] != wantCommunity {
		return c.open(t, want)
	}
	if said != nil {
		return c.hearSuggestion(t, *said)
	}
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	return sayWithMenu(t, c.office, locales.StartHome(name))
}

// enter follows a link that leads somewhere wherever one lives: an invitation,
// or the code on a meeting's screen. It says whether it was one.
func (c *residents) enter(t *turn, want string) (bool, error) {
	switch {
	case want == "":
		return false, nil
	case want[0] == wantInvite:
		return true, c.invited(t, want[1:])
	case want[0] == wantCheckIn:
		return true, c.checkIn(t, want[1:])
	}
	return false, nil
}

// open shows what a link names.
func (c *residents) open(t *turn, want string) error {
	switch want[0] {
	case wantList:
		return c.showList(t, listFilter{})
	case wantGive:
		return c.addMoney(t, want[1:])
	}
	id, err := strconv.ParseInt(want[1:], 10, 64)
	if err != nil {
		return fmt.Errorf("open what a link names: %w", err)
	}
	switch want[0] {
	case wantProject:
		return c.look(t, fund.ProjectID(id))
	case wantMinutes:
		return c.minutes(t, fund.MeetingID(id))
	}
	return c.showRequest(t, fund.RequestID(id), openButton{})
}

// arriveAtDesk is where those with an office and no community begin: nobody has
// to be a resident to do their work.
func (c *residents) arriveAtDesk(t *turn) error {
	if err := sayWithMenu(t, c.office, locales.StartOffice()); err != nil {
		return err
	}
	return c.desk(t)
}

func (c *residents) sayHere(t *turn) error {
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	return sayWithMenu(t, c.office, locales.StartHere(name))
}

// welcome is what newcomers read once their community is known.
func (c *residents) welcome(t *turn, said *dialog.Answer) error {
	if said != nil {
		if err := c.sayHere(t); err != nil {
			return err
		}
		return c.hearSuggestion(t, *said)
	}
	name, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	return sayWithMenu(t, c.office, locales.StartWelcome(name))
}

func (c *residents) askToMove(t *turn, to fund.PlaceID) error {
	from, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, to)
	if err != nil {
		return err
	}
	return t.say(screen{Text: locales.StartMove(from, name), Keys: [][]key{
		{t.key(locales.StartMoveButton(name), moveButton{int64(to), true})},
		{t.key(locales.StartStayButton(from), moveButton{int64(to), false})},
	}})
}

func (c *residents) move(t *turn, b moveButton) error {
	var err error
	if b.Yes {
		if t.person, err = c.office.ChooseCommunity(t.act(), fund.PlaceID(b.Place)); err != nil {
			return err
		}
	}
	name, err := nameOf(t.tx, c.office, t.person.Community)
	switch {
	case err != nil:
		return err
	case b.Yes:
		return t.show(screen{Text: locales.StartWelcome(name)})
	}
	return t.show(screen{Text: locales.StartStayed(name)})
}

// repliedTo is what a link should ask for after a stranger replied to a post
// about a request; "" when it was another message.
func (c *residents) repliedTo(t *turn) string {
	id, err := c.postedRequest(t)
	if err != nil || id == 0 {
		return ""
	}
	return string(wantRequest) + strconv.FormatInt(int64(id), 10)
}

// postedRequest is the request whose post the message replies to; 0 for none.
func (c *residents) postedRequest(t *turn) (fund.RequestID, error) {
	if t.message == nil || t.message.ReplyToMessage == nil {
		return 0, nil
	}
	post, err := t.tx.PostAt(t.chat.ID, t.message.ReplyToMessage.ID)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	number, ok := strings.CutPrefix(post.Topic, "request:")
	if err != nil || !ok {
		return 0, err
	}
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("post %q: %w", post.Topic, err)
	}
	return fund.RequestID(id), nil
}
