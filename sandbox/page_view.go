package sandbox

import (
	"net/url"
	"strings"
	"time"
)

// What the page is told of messages, in JSON. Times are Unix seconds, places
// degrees, entity offsets UTF-16 units.

type pagePerson struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Bot  bool   `json:"bot,omitempty"`
}

type pageMessage struct {
	ID         int            `json:"id"`
	Date       int64          `json:"date"`
	Edited     int64          `json:"edited,omitempty"`
	From       *pagePerson    `json:"from,omitempty"`
	Text       string         `json:"text,omitempty"`
	Entities   []pageEntity   `json:"entities,omitempty"`
	Photo      *pagePhoto     `json:"photo,omitempty"`
	Document   *pageDocument  `json:"document,omitempty"`
	Place      *pageSpot      `json:"place,omitempty"`
	Contact    *pageContact   `json:"contact,omitempty"`
	Poll       *pagePoll      `json:"poll,omitempty"`
	Service    *pageService   `json:"service,omitempty"`
	Reply      *pageMessage   `json:"reply,omitempty"`
	Forward    string         `json:"forward,omitempty"`
	Buttons    [][]pageButton `json:"buttons,omitempty"`
	Keys       *pageKeys      `json:"keys,omitempty"`
	RemoveKeys bool           `json:"removeKeys,omitempty"`
	ForceReply bool           `json:"forceReply,omitempty"`
	Album      string         `json:"album,omitempty"`
	Only       int64          `json:"only,omitempty"`
	Pinned     bool           `json:"pinned,omitempty"`
}

type pageEntity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

type pagePhoto struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

type pageDocument struct {
	URL  string `json:"url"`
	Name string `json:"name"`
	Size int    `json:"size"` // bytes
}

type pageSpot struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Title     string  `json:"title,omitempty"`
	Address   string  `json:"address,omitempty"`
}

type pageContact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

type pageOption struct {
	Text   string `json:"text"`
	Voters int    `json:"voters"`
}

type pagePoll struct {
	Question    string          `json:"question"`
	Description string          `json:"description,omitempty"`
	Options     []pageOption    `json:"options"`
	Multiple    bool            `json:"multiple,omitempty"`
	Revoting    bool            `json:"revoting,omitempty"`
	Hidden      bool            `json:"hidden,omitempty"`
	Closed      bool            `json:"closed,omitempty"`
	Total       int             `json:"total"`
	Chosen      map[int64][]int `json:"chosen,omitempty"` // by person
}

type pageService struct {
	Kind  string   `json:"kind"` // joined, left, created, pinned, migrated or shared
	Names []string `json:"names,omitempty"`
	Text  string   `json:"text,omitempty"`
}

type pageButton struct {
	Text  string `json:"text"`
	Kind  string `json:"kind"` // callback, url, copy, disabled or other; for keys text, contact, location, chat, person or other
	URL   string `json:"url,omitempty"`
	Style string `json:"style,omitempty"`
}

type pageKeys struct {
	Message     int            `json:"message"`
	Rows        [][]pageButton `json:"rows"`
	Once        bool           `json:"once,omitempty"`
	Placeholder string         `json:"placeholder,omitempty"`
}

func viewProfile(p Profile) *pagePerson {
	if p.ID == 0 {
		return nil
	}
	return &pagePerson{ID: p.ID, Name: p.Name(), Bot: p.Bot}
}

// viewMessage shows one version of a message. Server.mu must not be held.
func (p *page) viewMessage(m *Message) *pageMessage {
	v := p.viewShort(m)
	if m.ReplyTo != nil {
		v.Reply = p.viewShort(m.ReplyTo)
	}
	for _, row := range m.Keyboard {
		v.Buttons = append(v.Buttons, viewRow(row, viewInline))
	}
	if m.Forward != nil {
		v.Forward = m.Forward.From.Name()
		if m.Forward.Chat != nil {
			v.Forward = m.Forward.Chat.Title()
		}
	}
	if m.Reply != nil {
		v.RemoveKeys, v.ForceReply = m.Reply.Remove, m.Reply.ForceReply
		v.Keys = viewKeys(m.Reply, m.ID)
	}
	if m.Poll != nil {
		v.Poll = p.viewPoll(m.Poll)
	}
	return v
}

// viewShort shows a message without what hangs on it.
func (p *page) viewShort(m *Message) *pageMessage {
	v := &pageMessage{
		ID: m.ID, Date: m.Date.Unix(), From: viewProfile(m.From), Text: m.Text, Entities: viewEntities(m.Entities),
		Album: m.Album, Only: m.Only, Pinned: m.Pinned,
	}
	if v.From != nil && m.SenderChat != nil {
		v.From.Name = m.SenderChat.Title()
	}
	if !m.EditDate.IsZero() {
		v.Edited = m.EditDate.Unix()
	}
	if m.Photo != nil {
		v.Photo = &pagePhoto{URL: fileURL(m.Photo.FileID), Width: m.Photo.Width, Height: m.Photo.Height}
	}
	if m.Document != nil {
		v.Document = &pageDocument{URL: fileURL(m.Document.FileID), Name: m.Document.Name, Size: m.Document.Size}
	}
	if m.Place != nil {
		v.Place = &pageSpot{Latitude: m.Place.Latitude, Longitude: m.Place.Longitude, Title: m.Place.Title, Address: m.Place.Address}
	}
	if m.Contact != nil {
		name := Profile{First: m.Contact.First, Last: m.Contact.Last}.Name()
		v.Contact = &pageContact{Name: name, Phone: m.Contact.Phone}
	}
	if m.Service != nil {
		v.Service = p.viewService(m)
	}
	return v
}

func fileURL(id string) string { return "sandbox/file/" + url.PathEscape(id) }

func viewEntities(entities []Entity) []pageEntity {
	var views []pageEntity
	for _, e := range entities {
		views = append(views, pageEntity{Type: e.Type, Offset: e.Offset, Length: e.Length, URL: e.URL, Language: e.Language})
	}
	return views
}

func (p *page) viewService(m *Message) *pageService {
	v := &pageService{Text: m.Chat.Title()}
	for _, who := range m.Service.Members {
		v.Names = append(v.Names, who.Name())
	}
	switch m.Service.Kind {
	case ServiceJoined:
		v.Kind = "joined"
	case ServiceLeft:
		v.Kind = "left"
	case ServiceCreated:
		v.Kind = "created"
	case ServiceMigratedTo, ServiceMigratedFrom:
		v.Kind = "migrated"
	case ServiceUsersShared:
		v.Kind, v.Text = "shared", strings.Join(v.Names, ", ")
	case ServiceChatShared:
		v.Kind, v.Text = "shared", ""
		if c := p.s.Chat(m.Service.Chat); c != nil {
			v.Text = c.Title()
		}
	case ServicePinned:
		v.Kind, v.Names, v.Text = "pinned", []string{m.From.Name()}, ""
		if m.Service.Pinned != nil {
			v.Text = m.Service.Pinned.Text
		}
	}
	if r := []rune(v.Text); len(r) > 60 {
		v.Text = string(r[:60]) + "…"
	}
	return v
}

func viewRow(row []Button, view func(Button) pageButton) []pageButton {
	views := make([]pageButton, 0, len(row))
	for _, b := range row {
		views = append(views, view(b))
	}
	return views
}

func viewInline(b Button) pageButton {
	v := pageButton{Text: b.Text, Style: b.Style, Kind: "other"}
	switch {
	case b.Disabled:
		v.Kind = "disabled"
	case b.Data != "":
		v.Kind = "callback"
	case b.URL != "":
		v.Kind, v.URL = "url", b.URL
	case b.LoginURL != "":
		v.Kind, v.URL = "url", b.LoginURL
	case b.CopyText != "":
		v.Kind, v.URL = "copy", b.CopyText
	}
	return v
}

func viewKey(b Button) pageButton {
	v := pageButton{Text: b.Text, Style: b.Style, Kind: "text"}
	switch {
	case b.RequestContact:
		v.Kind = "contact"
	case b.RequestLocation:
		v.Kind = "location"
	case b.RequestChat != nil:
		v.Kind = "chat"
	case b.RequestUsers != nil:
		v.Kind = "person"
	case b.RequestPoll, b.WebApp != "":
		v.Kind = "other"
	}
	return v
}

func viewKeys(k *ReplyKeyboard, message int) *pageKeys {
	if k == nil || len(k.Rows) == 0 {
		return nil
	}
	v := &pageKeys{Message: message, Once: k.OneTime, Placeholder: k.Placeholder}
	for _, row := range k.Rows {
		v.Rows = append(v.Rows, viewRow(row, viewKey))
	}
	return v
}

// viewPoll shows a poll with what each person chose: the page plays them all.
func (p *page) viewPoll(poll *Poll) *pagePoll {
	v := &pagePoll{
		Question: poll.Question, Description: poll.Description, Multiple: poll.Multiple, Revoting: poll.Revoting,
		Hidden: poll.HideResults, Closed: poll.Closed, Total: poll.Total, Chosen: map[int64][]int{},
	}
	for _, o := range poll.Options {
		v.Options = append(v.Options, pageOption{Text: o.Text, Voters: o.Voters})
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if live := p.s.polls.byID[poll.ID]; live != nil {
		for person, chosen := range live.votes {
			v.Chosen[person] = append([]int(nil), chosen...)
		}
	}
	return v
}

// zoneName names the clock's zone so that a browser understands it: a name of
// the zone database, else the present offset.
func zoneName(now time.Time) string {
	name := now.Location().String()
	if name == "UTC" {
		return name
	}
	for _, r := range name {
		if r == '/' {
			return name
		}
	}
	return now.Format("-07:00")
}
