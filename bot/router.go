package bot

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/go-telegram/bot/models"

	"huimin/locales"
	"huimin/store"
)

// flow is a conversation: it registers what it takes and what it words.
type flow func(r *router)

// scope is where a command works and in whose menu it stands.
type scope string

// The scopes.
const (
	inPrivate scope = "private"
	inGroups  scope = "groups"
	anywhere  scope = "anywhere"
	forStaff  scope = "staff" // private; in the menu of those with an office alone
)

// command is something asked for by name.
type command struct {
	Name     string // a–z, 0–9 and _, up to 32
	Scope    scope
	Describe locales.Message // in the command menu; the zero Message keeps it out
	Word     locales.Message // the menu button that means the same, in any language; may be zero
	Open     bool            // strangers may use it
	Run      func(t *turn, args string) error
}

// router knows what every update means.
type router struct {
	*shared
	book      *locales.Book
	commands  []*command
	byName    map[string]*command
	byWord    map[string]*command
	texts     []func(*turn) (bool, error)
	befores   []func(*turn) (bool, error) // asked before an open form
	members   []func(*turn, *models.ChatMemberUpdated) error
	ears      pollEars
	converse  func(*turn) (bool, error)
	unknown   func(*turn) error
	renderers map[string]renderer
	forms     map[string]formRunner
	fetched   func(*turn, fetched) error
	errs      []error
}

func newRouter(book *locales.Book, s *shared, list []flow) (*router, error) {
	r := &router{
		shared: s, book: book,
		byName: map[string]*command{}, byWord: map[string]*command{}, renderers: map[string]renderer{},
		forms: map[string]formRunner{},
	}
	for _, f := range list {
		f(r)
	}
	for _, c := range r.commands {
		if !c.Word.IsZero() {
			r.learn(c)
		}
	}
	return r, errors.Join(r.errs...)
}

func (r *router) wrong(format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf(format, args...))
}

var commandForm = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// command registers a command.
func (r *router) command(c command) {
	switch {
	case !commandForm.MatchString(c.Name):
		r.wrong("command %q: not a name that Telegram takes", c.Name)
	case r.byName[c.Name] != nil:
		r.wrong("command %s is registered twice", c.Name)
	case c.Run == nil:
		r.wrong("command %s does nothing", c.Name)
	}
	r.commands = append(r.commands, &c)
	r.byName[c.Name] = &c
}

// learn makes a command's menu word mean the command, in every language.
func (r *router) learn(c *command) {
	for _, l := range locales.Languages() {
		word, err := r.book.Plain(l, c.Word)
		if err != nil {
			r.wrong("menu word of %s: %w", c.Name, err)
			continue
		}
		if other := r.byWord[fold(word)]; other != nil && other != c {
			r.wrong("menu word %q means both %s and %s", word, other.Name, c.Name)
		}
		r.byWord[fold(word)] = c
	}
}

func (r *router) press(p *pressed) {
	if err := r.add(p); err != nil {
		r.errs = append(r.errs, err)
	}
}

// text registers a taker of messages that are no command and belong to no open
// form: it says whether it took the message. Takers are asked in order.
func (r *router) text(take func(t *turn) (bool, error)) { r.texts = append(r.texts, take) }

// before adds one who is asked before an open form: for what cannot wait.
func (r *router) before(take func(t *turn) (bool, error)) { r.befores = append(r.befores, take) }

// member registers what happens when somebody, the bot included, comes into or
// leaves a chat.
func (r *router) member(hear func(t *turn, m *models.ChatMemberUpdated) error) {
	r.members = append(r.members, hear)
}

// sessions registers who goes on with a conversation that t.session holds: it
// is asked before everything else, commands included, and says whether it took
// the message.
func (r *router) sessions(converse func(t *turn) (bool, error)) {
	if r.converse != nil {
		r.wrong("two flows go on with sessions")
	}
	r.converse = converse
}

// strangers registers what people get who have not agreed to the privacy
// notice and ask for anything that is not open to them.
func (r *router) strangers(greet func(t *turn) error) {
	if r.unknown != nil {
		r.wrong("two flows greet strangers")
	}
	r.unknown = greet
}

// notice registers how a kind of notice is worded.
func (r *router) notice(kind string, render renderer) {
	if r.renderers[kind] != nil {
		r.wrong("notice %s is registered twice", kind)
	}
	r.renderers[kind] = render
}

// route gives the update to whoever it concerns.
func (r *router) route(t *turn) error {
	switch {
	case t.tap != nil:
		return r.tapped(t)
	case t.update.MyChatMember != nil:
		return r.moved(t, t.update.MyChatMember)
	case t.update.ChatMember != nil:
		return r.moved(t, t.update.ChatMember)
	case t.message != nil && !t.user.IsBot && t.user.ID != 0:
		return r.wrote(t)
	}
	return nil
}

func (r *router) moved(t *turn, m *models.ChatMemberUpdated) error {
	for _, hear := range r.members {
		if err := hear(t, m); err != nil {
			return err
		}
	}
	return nil
}

func (r *router) tapped(t *turn) error {
	p, value, err := r.unpack(t.tap.Data)
	if err != nil {
		return err
	}
	t.doing = "press " + p.tag
	if t.stranger() && !p.open {
		err = r.greet(t)
	} else {
		err = p.run(t, value)
	}
	if err != nil {
		return err
	}
	return t.sendAnswer()
}

func (r *router) wrote(t *turn) error {
	t.called = r.parse(t.message)
	if t.called == nil && !t.edited && !t.stranger() {
		if taken, err := firstTaker(t, r.befores); taken || err != nil {
			return err
		}
	}
	if t.session != nil && r.converse != nil {
		if taken, err := r.converse(t); taken || err != nil {
			return err
		}
	}
	switch {
	case t.edited:
		return nil // what was said is answered; an edit counts while its form is open
	case t.called != nil:
		return r.runCommand(t)
	case t.stranger():
		if t.chat.private() || r.repliesToUs(t.message) {
			return r.greet(t)
		}
		return nil
	}
	taken, err := firstTaker(t, r.texts)
	if taken || err != nil || !t.chat.private() {
		return err
	}
	return t.say(screen{Text: locales.EngineNotUnderstood()})
}

func firstTaker(t *turn, takers []func(*turn) (bool, error)) (bool, error) {
	for _, take := range takers {
		if taken, err := take(t); taken || err != nil {
			return taken, err
		}
	}
	return false, nil
}

func (r *router) runCommand(t *turn) error {
	c := t.called.command
	name := "/" + t.called.Name
	switch {
	case c == nil && t.chat.private():
		return t.say(screen{Text: locales.EngineUnknownCommand(name)})
	case c == nil:
		return nil // in a group it may be meant for another bot
	case t.stranger() && !c.Open:
		return r.greet(t)
	case !t.chat.private() && (c.Scope == inPrivate || c.Scope == forStaff):
		keys := [][]key{{linkKey(locales.EnginePrivateButton(), t.link(""))}}
		return t.say(screen{Text: locales.EnginePrivateOnly(name), Keys: keys})
	case t.chat.private() && c.Scope == inGroups:
		return t.say(screen{Text: locales.EngineGroupOnly(name)})
	}
	t.doing = "command " + c.Name
	return c.Run(t, t.called.Args)
}

func (r *router) greet(t *turn) error {
	if r.unknown == nil {
		return nil
	}
	return r.unknown(t)
}

func (r *router) repliesToUs(m *models.Message) bool {
	to := m.ReplyToMessage
	return to != nil && to.From != nil && to.From.IsBot && fold(to.From.Username) == fold(r.username())
}

// wordsOf renders a notice; nil when there is nothing to say any more.
func (r *router) wordsOf(v *view, q store.Queued) (*screen, error) {
	render := r.renderers[q.Kind]
	if render == nil {
		return nil, fmt.Errorf("notice %s: %w", q.Kind, errNoRenderer)
	}
	s, err := render(v, q.Data)
	if errors.Is(err, errNothing) || errors.Is(err, store.ErrNotFound) {
		return nil, nil //nolint:nilnil // nothing to say is no mishap
	}
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return nil, fmt.Errorf("notice %s: %w", q.Kind, err)
	}
	return &s, nil
}

var errNoRenderer = errors.New("nobody words this kind")
