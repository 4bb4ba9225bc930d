package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

const (
	maxAct    = 1 << 20   // bytes of one request in JSON
	maxPhotos = 10        // photos in one album
	maxForm   = 110 << 20 // bytes of one upload
)

// errAct is what somebody cannot do there, as they could not in Telegram.
var errAct = errors.New("not possible here")

// pageAct is what somebody does. Each act uses the fields it needs.
type pageAct struct {
	Person    int64   `json:"person"`
	Chat      int64   `json:"chat"`
	Message   int     `json:"message"`
	Reply     int     `json:"reply"`
	Text      string  `json:"text"`
	Row       int     `json:"row"`
	Column    int     `json:"column"`
	Options   []int   `json:"options"`
	Shared    int64   `json:"shared"` // the chat or person given to a button that asks for one
	Payload   string  `json:"payload"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// actor does one thing as somebody in a chat and returns what the page needs
// to know of it, or nil.
type actor func(u *User, c *Chat, a pageAct) (any, error)

func (p *page) acts() map[string]actor {
	return map[string]actor{
		"say":     p.say,
		"edit":    p.edit,
		"press":   p.press,
		"key":     p.key,
		"place":   p.place,
		"vote":    p.vote,
		"start":   func(u *User, _ *Chat, a pageAct) (any, error) { return sentBy(u.Start(a.Payload)) },
		"unblock": func(u *User, _ *Chat, _ pageAct) (any, error) { return sentBy(u.Start("")) },
		"block":   func(u *User, _ *Chat, _ pageAct) (any, error) { u.Block(); return nil, nil },
		"leave":   func(u *User, c *Chat, _ pageAct) (any, error) { u.Leave(c); return nil, nil },
		"bring":   p.bring,
	}
}

// acting makes a handler of an actor.
func (p *page) acting(act actor) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a pageAct
		body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct))
		body.DisallowUnknownFields()
		if err := body.Decode(&a); err != nil {
			deny(w, http.StatusBadRequest, err.Error())
			return
		}
		p.finish(w, a, act)
	}
}

// finish finds who acts where, acts, and answers.
func (p *page) finish(w http.ResponseWriter, a pageAct, act actor) {
	u, c := p.s.User(a.Person), p.s.Chat(a.Chat)
	if u != nil && a.Chat == 0 {
		c = u.Private()
	}
	if u == nil || c == nil || !u.In(c) {
		deny(w, http.StatusNotFound, "that person has no such chat")
		return
	}
	result, err := act(u, c, a)
	if err != nil {
		deny(w, http.StatusConflict, err.Error())
		return
	}
	if result == nil {
		result = struct{}{}
	}
	answer(w, result)
}

// sentBy answers with the number of what was sent; nil means that Telegram
// would not have let the person send it.
func sentBy(m *Message) (any, error) {
	if m == nil {
		return nil, errAct
	}
	return map[string]int{"message": m.ID}, nil
}

func (p *page) say(u *User, c *Chat, a pageAct) (any, error) {
	if a.Reply == 0 {
		return sentBy(u.Say(c, a.Text))
	}
	to := c.Message(a.Reply)
	if to == nil {
		return nil, fmt.Errorf("reply: %w", ErrNotThere)
	}
	return sentBy(u.Reply(to, a.Text))
}

func (p *page) edit(u *User, c *Chat, a pageAct) (any, error) {
	m := c.Message(a.Message)
	if m == nil {
		return nil, fmt.Errorf("edit: %w", ErrNotThere)
	}
	if m.Text == a.Text {
		return nil, nil // nothing changed, as in Telegram's apps
	}
	return sentBy(u.Edit(m, a.Text))
}

// press presses the button in that row and column, if it still has the label
// the reader saw: the bot may have changed the message since.
func (p *page) press(u *User, c *Chat, a pageAct) (any, error) {
	var tap *Tap
	err := fmt.Errorf("press %q: %w", a.Text, ErrNoButton)
	p.s.do(func() {
		m := c.message(a.Message)
		if m == nil || (m.Only != 0 && m.Only != u.profile.ID) {
			err = fmt.Errorf("press %q: %w", a.Text, ErrNotThere)
			return
		}
		if a.Row < 0 || a.Row >= len(m.Keyboard) || a.Column < 0 || a.Column >= len(m.Keyboard[a.Row]) {
			return
		}
		if b := m.Keyboard[a.Row][a.Column]; b.Text == a.Text {
			tap, _, err = u.pressInline(m, b)
		}
	})
	if err != nil {
		return nil, err
	}
	return map[string]string{"tap": tap.ID}, nil
}

func (p *page) place(u *User, c *Chat, a pageAct) (any, error) {
	if a.Latitude < -90 || a.Latitude > 90 || a.Longitude < -180 || a.Longitude > 180 {
		return nil, fmt.Errorf("place: %w", errAct)
	}
	return sentBy(u.Place(c, a.Latitude, a.Longitude))
}

func (p *page) vote(u *User, c *Chat, a pageAct) (any, error) {
	m := c.Message(a.Message)
	if m == nil {
		return nil, fmt.Errorf("vote: %w", ErrNotThere)
	}
	return nil, u.Vote(m, a.Options...)
}

// bring adds the bot to a group that the person runs and starts it there, as a
// link with startgroup does.
func (p *page) bring(u *User, c *Chat, a pageAct) (any, error) {
	if c.Kind() == Private || !c.Standing(u).leads() {
		return nil, fmt.Errorf("bring the bot: %w", errAct)
	}
	c.AddBot()
	if c.Kind() == Channel {
		return nil, nil
	}
	text := "/start@" + p.s.Bot().Username
	if a.Payload != "" {
		text += " " + a.Payload
	}
	return sentBy(u.Say(c, text))
}

// markRead remembers that the person has seen the chat to its end. Somebody
// who has just left has nothing more to read: that is no error.
func (p *page) markRead(w http.ResponseWriter, r *http.Request) {
	var a pageAct
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(&a); err != nil {
		deny(w, http.StatusBadRequest, err.Error())
		return
	}
	u, c := p.s.User(a.Person), p.s.Chat(a.Chat)
	if u != nil && c != nil && u.In(c) {
		if last := p.lastFor(u, c); last != nil {
			p.mu.Lock()
			key := readKey{a.Person, a.Chat}
			p.read[key] = max(p.read[key], last.ID)
			p.mu.Unlock()
		}
	}
	answer(w, struct{}{})
}

// photo sends one photo, or several as an album.
func (p *page) photo(w http.ResponseWriter, r *http.Request) {
	a, files, err := readForm(w, r)
	if err != nil {
		deny(w, http.StatusBadRequest, err.Error())
		return
	}
	var pictures [][]byte
	for _, f := range files {
		pictures = append(pictures, f.data)
	}
	p.finish(w, a, func(u *User, c *Chat, a pageAct) (any, error) {
		sent := u.Album(c, a.Text, pictures...)
		if len(sent) != len(pictures) {
			return nil, fmt.Errorf("photo: %w", errAct)
		}
		return sentBy(first(sent))
	})
}

// upload sends one file as it is.
func (p *page) upload(w http.ResponseWriter, r *http.Request) {
	a, files, err := readForm(w, r)
	if err != nil {
		deny(w, http.StatusBadRequest, err.Error())
		return
	}
	p.finish(w, a, func(u *User, c *Chat, _ pageAct) (any, error) {
		return sentBy(u.File(c, files[0].name, files[0].data))
	})
}

type formFile struct {
	name string
	data []byte
}

// readForm reads the fields person, chat and caption, and the files.
func readForm(w http.ResponseWriter, r *http.Request) (pageAct, []formFile, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseMultipartForm(16 << 20); err != nil {
		return pageAct{}, nil, fmt.Errorf("read the form: %w", err)
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // temporary files of the operating system
	a := pageAct{Text: r.FormValue("caption")}
	var err error
	if a.Person, err = strconv.ParseInt(r.FormValue("person"), 10, 64); err != nil {
		return a, nil, fmt.Errorf("read the form: person: %w", err)
	}
	if a.Chat, err = strconv.ParseInt(r.FormValue("chat"), 10, 64); err != nil {
		return a, nil, fmt.Errorf("read the form: chat: %w", err)
	}
	heads := r.MultipartForm.File["file"]
	if len(heads) == 0 || len(heads) > maxPhotos {
		return a, nil, fmt.Errorf("read the form: %d files: %w", len(heads), errAct)
	}
	var files []formFile
	for _, head := range heads {
		f, err := head.Open()
		if err != nil {
			return a, nil, fmt.Errorf("read the form: %w", err)
		}
		data, err := io.ReadAll(f)
		_ = f.Close() // only read
		if err != nil {
			return a, nil, fmt.Errorf("read the form: %w", err)
		}
		files = append(files, formFile{head.Filename, data})
	}
	return a, files, nil
}
