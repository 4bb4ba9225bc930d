package bot

import (
	"errors"
	"fmt"

	"github.com/go-telegram/bot/models"

	"huimin/locales"
)

// screen is what one message shows. Its words are chosen when it is sent, in
// the reader's language.
type screen struct {
	Text       locales.Message   `json:"text"`
	Keys       [][]key           `json:"keys,omitempty"`     // buttons under the message
	Menu       [][]menuKey       `json:"menu,omitempty"`     // the keyboard in place of the phone's own; not together with Keys
	RemoveMenu bool              `json:"remove,omitempty"`   // takes that keyboard away
	Photos     []string          `json:"photos,omitempty"`   // file ids: one goes with the text as its caption, up to ten before it
	Captions   []locales.Message `json:"captions,omitempty"` // of the photos of an album, one each
	Image      []byte            `json:"image,omitempty"`    // a PNG made here, with the text as its caption
	Document   *document         `json:"document,omitempty"`
	ForceReply bool              `json:"force,omitempty"` // opens a reply to this message
	Silent     bool              `json:"silent,omitempty"`
	ReplyTo    int               `json:"reply,omitempty"` // message this one replies to
	Gone       int               `json:"gone,omitempty"`  // message to delete; nothing is shown then
	Asked      *asked            `json:"asked,omitempty"` // one of Telegram's own polls; nothing else is shown then
}

// document is a file made here; the screen's text is its caption.
type document struct {
	Name  string `json:"name"`
	Bytes []byte `json:"bytes"`
}

// key is a button under a message: it carries a typed value (see t.key) or
// opens a link.
type key struct {
	Label locales.Message `json:"label"`
	Data  string          `json:"data,omitempty"`
	URL   string          `json:"url,omitempty"`
	Style string          `json:"style,omitempty"` // "", "success", "danger" or "primary"
	err   error
}

// styled gives the button a colour.
func (k key) styled(style string) key {
	k.Style = style
	return k
}

// linkKey is a button that opens a link.
func linkKey(label locales.Message, url string) key { return key{Label: label, URL: url} }

// menuKey is a button of the keyboard in place of the phone's own. Pressing it
// sends its text; with Place it sends where the phone is.
type menuKey struct {
	Label locales.Message `json:"label"`
	Place bool            `json:"place,omitempty"`
}

var (
	errEmptyScreen = errors.New("a screen without text")
	errBothBoards  = errors.New("a screen has buttons and a menu: a message can carry only one of them")
	errBareButton  = errors.New("a button that does nothing")
	errManyPhotos  = errors.New("more than ten photos")
)

// maxPhotos is how many photos go into one album.
const maxPhotos = 10

// check finds the mistakes that Telegram would refuse, where they are made.
func (s screen) check() error {
	switch {
	case s.Gone != 0, s.Asked != nil:
		return nil
	case s.Text.IsZero() && s.Image == nil && s.Document == nil && len(s.Photos) != 1:
		return errEmptyScreen
	case len(s.Keys) > 0 && (len(s.Menu) > 0 || s.RemoveMenu || s.ForceReply):
		return fmt.Errorf("%s: %w", s.Text.ID, errBothBoards)
	case len(s.Photos) > maxPhotos:
		return fmt.Errorf("%s: %w", s.Text.ID, errManyPhotos)
	}
	for _, row := range s.Keys {
		for _, k := range row {
			if k.err == nil && (k.Data == "") == (k.URL == "") {
				k.err = errBareButton
			}
			if k.err != nil {
				return fmt.Errorf("button %s: %w", k.Label.ID, k.err)
			}
		}
	}
	return nil
}

// fitsInto tells whether a message can be edited into the screen.
func (s screen) fitsInto(m *models.Message) bool {
	switch {
	case len(s.Menu) > 0, s.RemoveMenu, s.ForceReply, s.Image != nil, s.Document != nil, len(s.Photos) > 1:
		return false
	case len(s.Photos) == 1:
		return m.Document == nil
	}
	return len(m.Photo) == 0 && m.Document == nil
}

// kindScreen and kindAnswer are the kinds of message that a turn itself sends.
const (
	kindScreen = "screen"
	kindAnswer = "answer"
	kindSealed = "sealed" // a screen that only this bot can read out of the outbox
)

// screenData is a screen on its way. Lang is the language it is said in;
// empty: the reader's own at that time. Edit is the message that it replaces.
type screenData struct {
	Lang   locales.Lang `json:"lang,omitempty"`
	Screen screen       `json:"screen"`
	Edit   int          `json:"edit,omitempty"`
}

// answerData is the answer to a press on its way.
type answerData struct {
	ID    string           `json:"id"`
	Lang  locales.Lang     `json:"lang"`
	Text  *locales.Message `json:"text,omitempty"`
	Alert bool             `json:"alert,omitempty"`
	URL   string           `json:"url,omitempty"`
}
