package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// suggestion is what somebody is about to suggest.
type suggestion struct {
	Parts    []piece          `json:"parts,omitempty"` // what they wrote, message by message
	Where    string           `json:"where,omitempty"`
	Point    *dialog.Point    `json:"point,omitempty"`
	Photos   []dialog.Photo   `json:"photos,omitempty"`
	Item     fund.ItemCode    `json:"item,omitempty"`
	Picked   bool             `json:"picked,omitempty"`   // the item was chosen, not guessed
	Category fund.Category    `json:"category,omitempty"` // whose items are being shown
	Similar  []fund.RequestID `json:"similar,omitempty"`
	Loose    bool             `json:"loose,omitempty"` // it came without being asked for: what is missing is not asked for
}

// piece is the words of one message.
type piece struct {
	Message int    `json:"message"`
	Text    string `json:"text"`
}

// text is everything they wrote.
func (d suggestion) text() string {
	texts := make([]string, len(d.Parts))
	for i, p := range d.Parts {
		texts[i] = p.Text
	}
	return strings.Join(texts, "\n")
}

// similarShown is how many open requests are shown before the same is asked
// for again.
const similarShown = 3

// requestFlow is suggesting something: by /suggest, or by just writing.
func (c *residents) requestFlow(r *router) {
	r.command(command{
		Name: "suggest", Scope: inPrivate, Describe: locales.CommandSuggest(), Word: locales.MenuSuggestButton(),
		Run: func(t *turn, _ string) error {
			if t.person.Community == 0 {
				return c.settle.begin(t, settling{})
			}
			return c.suggest.begin(t, suggestion{})
		},
	})
	r.text(c.takeLoose)
}

func (c *residents) suggestForm() dialog.Form[*turn, suggestion] {
	loose := func(d suggestion) bool { return d.Loose }
	return dialog.Form[*turn, suggestion]{
		Name: "suggest", Title: locales.SuggestTitle(),
		Steps: []dialog.Step[*turn, suggestion]{
			{Key: "what", Label: say(locales.SuggestWhatLabelButton()), Ask: askWhat, Take: c.takeWhat},
			{
				Key: "where", Label: say(locales.SuggestWhereLabelButton()), Ask: askWhere, Take: c.takeWhere, Unasked: loose,
				Free: true, Optional: true, Clear: func(d *suggestion) { d.Where, d.Point = "", nil },
			},
			{
				Key: "photo", Label: say(locales.SuggestPhotoLabelButton()), Ask: c.askPhoto, Take: c.takePhoto, Unasked: loose,
				Free: true, Optional: true, Clear: func(d *suggestion) { d.Photos = nil },
			},
			{Key: "sure", Ask: askSure, Take: c.takeSure, When: loose},
			{
				Key: "similar", Ask: c.askSimilar, Take: c.takeSimilar,
				When: func(d suggestion) bool { return len(d.Similar) > 0 },
			},
			{
				Key: "kind", Label: say(locales.SuggestKindLabelButton()), Ask: c.askKind, Take: takeKind,
				Unasked: func(suggestion) bool { return true },
			},
		},
		Look: lookAtSuggestion,
		Done: c.file,
	}
}

// say is a label that is the same whatever the draft.
func say(m locales.Message) func(suggestion) locales.Message {
	return func(suggestion) locales.Message { return m }
}

// takeLoose takes what somebody writes or sends in private without having been
// asked anything.
func (c *residents) takeLoose(t *turn) (bool, error) {
	if !t.chat.private() {
		return c.takeReply(t)
	}
	if pictureFile(t.message) {
		return true, t.say(screen{Text: locales.FormPictureFile()})
	}
	a := answerIn(t.message)
	if a.Empty() {
		return false, nil
	}
	if t.person.Community != 0 {
		return true, c.hearSuggestion(t, a)
	}
	if holds, err := holdsOffice(t, c.office); err != nil || holds {
		return true, errors.Join(err, c.arriveAtDesk(t)) // who has a role here need not live here
	}
	if len(a.Photos) == 0 && a.Point == nil && utf8.RuneCountInString(a.Text) <= nameLength {
		return true, c.settle.beginWith(t, settling{}, a)
	}
	return true, c.settle.begin(t, settling{Said: &a})
}

// nameLength is up to how long what somebody without a community writes is
// taken for its name.
const nameLength = 16

// hearSuggestion begins with what somebody wrote or sent unasked: one press
// takes it to the last look.
func (c *residents) hearSuggestion(t *turn, a dialog.Answer) error {
	if a.Text == "" {
		return c.suggest.beginWith(t, suggestion{}, a)
	}
	limits := c.office.Rules(t.now).Requests
	if len(a.Photos) == 0 && fund.Weight(a.Text) <= limits.MinText {
		name, err := nameOf(t.tx, c.office, t.person.Community)
		if err != nil {
			return err
		}
		return sayWithMenu(t, c.office, locales.StartHome(name)) // a greeting, say
	}
	if err := limits.CheckText(a.Text); err != nil {
		return err
	}
	return c.suggest.beginWith(t, suggestion{Loose: true}, a)
}

func askWhat(_ *turn, d suggestion) (dialog.View, error) {
	switch text := d.text(); {
	case text != "":
		return dialog.View{Text: locales.SuggestWhatAgain(text)}, nil
	case len(d.Photos) > 0:
		return dialog.View{Text: locales.SuggestPhotoFirst()}, nil
	}
	return dialog.View{Text: locales.SuggestWhat()}, nil
}

func (c *residents) takeWhat(t *turn, d *suggestion, a dialog.Answer) error {
	if a.Text == "" || a.More {
		return dialog.Again(locales.FormTextPlease())
	}
	i := slices.IndexFunc(d.Parts, func(p piece) bool { return p.Message == a.MessageID })
	if !a.Edited || i < 0 {
		d.Parts, i = []piece{{Message: a.MessageID}}, 0
	}
	d.Parts[i].Text = a.Text
	return c.heardWhat(t, d)
}

// heardWhat checks the words, and takes from them what they are about and what
// else is close to them.
func (c *residents) heardWhat(t *turn, d *suggestion) error {
	text := d.text()
	prog := c.office.Rules(t.now)
	if err := prog.Requests.CheckText(text); err != nil {
		return again(err)
	}
	if !d.Picked {
		d.Item = ""
		if guess := prog.Catalogue.Guess(text, 1); len(guess) > 0 {
			d.Item = guess[0].Code
		}
	}
	near, err := c.office.Similar(t.tx, t.person.Community, text, similarShown)
	d.Similar = nil
	for _, r := range near {
		if r.Author != t.person.ID { // nobody supports their own
			d.Similar = append(d.Similar, r.ID)
		}
	}
	return err
}

// again asks again with the words for an error that the person caused.
func again(err error) error {
	if m, ok := words(err); ok {
		return dialog.Again(m)
	}
	return err
}

func askWhere(*turn, suggestion) (dialog.View, error) {
	return dialog.View{Text: locales.SuggestWhere()}, nil
}

func (c *residents) takeWhere(t *turn, d *suggestion, a dialog.Answer) error {
	switch {
	case a.Point != nil:
		d.Point = a.Point
		if d.Where == "" {
			d.Where = venueIn(t, c.office, a.Point)
		}
		return nil
	case a.Text == "" || a.More && (d.Where != "" || len(a.Photos) > 0):
		return dialog.Again(locales.FormPlacePlease())
	}
	if err := c.office.Rules(t.now).Requests.CheckWhere(a.Text); err != nil {
		return again(err)
	}
	d.Where = a.Text
	return nil
}

func (c *residents) askPhoto(t *turn, _ suggestion) (dialog.View, error) {
	return dialog.View{Text: locales.SuggestPhoto(c.office.Rules(t.now).Requests.MaxPhotos)}, nil
}

func (c *residents) takePhoto(t *turn, d *suggestion, a dialog.Answer) (err error) {
	d.Photos, err = albumIn(t, c.office, d.Photos, a)
	return err
}

func askSure(_ *turn, d suggestion) (dialog.View, error) {
	return dialog.View{
		Text: locales.SuggestSure(d.text()),
		Choices: [][]dialog.Choice{
			{{Value: "y", Label: locales.SuggestSureButton(), Style: "success"}},
		},
	}, nil
}

// takeSure takes the yes; more words, because people write in several
// messages, are added to the first.
func (c *residents) takeSure(t *turn, d *suggestion, a dialog.Answer) error {
	switch {
	case a.Choice == "y":
		return nil
	case fund.Weight(a.Text) == 0 || a.More: // a raised thumb, say
		return dialog.Again(locales.SuggestSurePress())
	}
	i := slices.IndexFunc(d.Parts, func(p piece) bool { return p.Message == a.MessageID })
	if i < 0 {
		d.Parts = append(d.Parts, piece{Message: a.MessageID})
		i = len(d.Parts) - 1
	}
	d.Parts[i].Text = a.Text
	if err := c.heardWhat(t, d); err != nil {
		return err
	}
	if a.Point != nil {
		d.Point = a.Point
	}
	if len(a.Photos) > 0 {
		a.More = true
		if err := c.takePhoto(t, d, a); err != nil {
			return err
		}
	}
	return dialog.ErrStay
}

func (c *residents) askSimilar(t *turn, d suggestion) (dialog.View, error) {
	lines := []locales.Message{locales.SuggestSimilar(len(d.Similar))}
	var v dialog.View
	for i, id := range d.Similar {
		r, err := c.office.Request(t.tx, id)
		if err != nil {
			return v, err
		}
		lines = append(lines, locales.SuggestSimilarLine(i+1, opening(r), r.Number, r.Supporters, r.Filed))
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(id), 10), Label: locales.SuggestSupportButton(i + 1),
		}})
	}
	v.Text = locales.Paragraphs(lines...)
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "n", Label: locales.SuggestNoneButton(), Style: "primary"}})
	return v, nil
}

func (c *residents) takeSimilar(t *turn, d *suggestion, a dialog.Answer) error {
	id, err := takeListed(t, c.office, d.Similar, a)
	if err != nil || id == 0 {
		return err
	}
	if _, err := c.office.Support(t.act(), id); err != nil {
		return again(err)
	}
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return err
	}
	err = t.show(screen{Text: locales.SuggestSupported(r.Number, r.Title(), r.Supporters), Keys: [][]key{
		{t.key(locales.RequestOpenButton(), openButton{Request: int64(id)})},
	}})
	if err != nil {
		return err
	}
	return dialog.ErrOver
}

func (c *residents) askKind(t *turn, d suggestion) (dialog.View, error) {
	var v dialog.View
	catalogue := c.office.Rules(t.now).Catalogue
	if d.Category == "" {
		v.Text = locales.SuggestKind()
		for _, cat := range fund.Categories() {
			v.Choices = append(v.Choices, []dialog.Choice{{Value: "c" + string(cat), Label: locales.Scope(string(cat))}})
		}
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "?", Label: locales.SuggestKindOpenButton()}})
		return v, nil
	}
	v.Text = locales.SuggestKindIn(locales.Scope(string(d.Category)))
	for _, item := range catalogue.In(d.Category) {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "i" + string(item.Code), Label: locales.Scope(string(item.Code))}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "u", Label: locales.SuggestKindUpButton()}})
	return v, nil
}

func takeKind(_ *turn, d *suggestion, a dialog.Answer) error {
	switch {
	case a.Choice == "":
		return dialog.Again(locales.FormPressPlease())
	case a.Choice == "u":
		d.Category = ""
		return dialog.ErrStay
	case a.Choice == "?":
		d.Item, d.Picked = "", true
	case a.Choice[0] == 'c':
		d.Category = fund.Category(a.Choice[1:])
		return dialog.ErrStay
	default:
		d.Item, d.Picked = fund.ItemCode(a.Choice[1:]), true
	}
	d.Category = ""
	return nil
}

func lookAtSuggestion(_ *turn, d suggestion) (dialog.View, error) {
	point, kind := locales.Message{}, locales.SuggestKindOpen()
	if d.Point != nil {
		point = locales.SuggestPoint()
	}
	if d.Item != "" {
		kind = locales.SuggestKindIs(locales.Scope(string(d.Item)))
	}
	return dialog.View{Text: locales.SuggestLook(d.text(), d.Where, point, len(d.Photos), kind)}, nil
}

// file sends the suggestion, and gives the receipt.
func (c *residents) file(t *turn, d suggestion) error {
	n := office.NewRequest{Text: d.text(), Where: d.Where, Photos: photosOf(d.Photos), Item: d.Item}
	if d.Point != nil {
		n.At = &fund.Point{Lat: d.Point.Lat, Lon: d.Point.Lon}
	}
	r, err := c.office.FileRequest(t.act(), n)
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, r.Community)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.SuggestFiled(r.Number, name), Keys: [][]key{
		{t.key(locales.RequestMineButton(), mineButton{})},
	}})
}
