package bot

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"huimin/locales"
)

// Telegram's limits, in code points of what is seen.
const (
	maxText    = 4096
	maxCaption = 1024
	maxAnswer  = 200
)

// part is one call of a message on its way: most messages are one.
type part struct {
	method string
	params params
	file   *upload
	edit   bool
	plain  string // its words without tags, should Telegram not read ours
	fetch  *fetching
}

// digest stands for what a part shows, whichever message shows it.
func (p part) digest() ([]byte, error) {
	shown := p.params
	shown.MessageID, shown.ReplyParameters, shown.Silent = 0, nil, false
	raw, err := json.Marshal(shown)
	if err != nil {
		return nil, fmt.Errorf("digest: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// composer turns screens into calls, for one reader.
type composer struct {
	book *locales.Book
	lang locales.Lang
	chat int64
}

// compose gives the calls that show a screen, as a new message, or, with edit,
// in place of one. The last of them is the message that carries the buttons.
func (c composer) compose(s screen, edit int) ([]part, error) {
	if s.Gone != 0 {
		return []part{c.deleting(s.Gone)}, nil
	}
	if s.Asked != nil {
		return c.polling(*s.Asked, edit)
	}
	markup, err := c.markup(s)
	if err != nil {
		return nil, err
	}
	var words, plain string
	if !s.Text.IsZero() {
		if words, err = c.book.HTML(c.lang, s.Text); err != nil {
			return nil, err
		}
		if plain, err = c.book.Plain(c.lang, s.Text); err != nil {
			return nil, err
		}
	}
	base := params{ChatID: c.chat, ReplyMarkup: markup}
	if edit != 0 {
		base.MessageID = edit
		return []part{c.editing(s, base, words, plain)}, nil
	}
	base.Silent = s.Silent
	if s.ReplyTo != 0 {
		base.ReplyParameters = &models.ReplyParameters{MessageID: s.ReplyTo, AllowSendingWithoutReply: true}
	}
	captions := make([]string, len(s.Captions))
	for i, m := range s.Captions {
		if captions[i], err = c.book.Plain(c.lang, m); err != nil {
			return nil, err
		}
	}
	return c.sending(s, base, words, plain, captions), nil
}

func (c composer) editing(s screen, base params, words, plain string) part {
	if len(s.Photos) == 1 && utf8.RuneCountInString(plain) <= maxCaption {
		base.Media = photoMedia{Type: "photo", Media: s.Photos[0], Caption: words, ParseMode: models.ParseModeHTML}
		return part{method: "editMessageMedia", params: base, plain: plain, edit: true}
	}
	if s.Image != nil && utf8.RuneCountInString(plain) <= maxCaption {
		base.Media = photoMedia{Type: "photo", Media: "attach://photo", Caption: words, ParseMode: models.ParseModeHTML}
		return part{method: "editMessageMedia", params: base, plain: plain, edit: true, file: imageFile(s.Image)}
	}
	p := textPart(base, words, plain)
	p.method, p.edit = "editMessageText", true
	return p
}

func imageFile(png []byte) *upload {
	return &upload{Field: "photo", Name: "picture.png", Type: "image/png", Bytes: png}
}

func (c composer) sending(s screen, base params, words, plain string, captions []string) []part {
	media := part{params: base, plain: plain}
	switch {
	case s.Document != nil:
		media.method = "sendDocument"
		media.file = &upload{Field: "document", Name: s.Document.Name, Type: "application/octet-stream", Bytes: s.Document.Bytes}
	case s.Image != nil:
		media.method = "sendPhoto"
		media.file = imageFile(s.Image)
	case len(s.Photos) == 1:
		media.method = "sendPhoto"
		media.params.Photo = s.Photos[0]
	case len(s.Photos) > 1:
		album := make([]photoMedia, len(s.Photos))
		for i, id := range s.Photos {
			album[i] = photoMedia{Type: "photo", Media: id}
			if i < len(captions) {
				album[i].Caption = captions[i]
			}
		}
		media.method, media.params.Media = "sendMediaGroup", album
		return c.apart(media, base, words, plain)
	default:
		return []part{textPart(base, words, plain)}
	}
	if utf8.RuneCountInString(plain) > maxCaption {
		return c.apart(media, base, words, plain)
	}
	if words != "" {
		media.params.Caption, media.params.ParseMode = words, models.ParseModeHTML
	}
	return []part{media}
}

// apart sends pictures or a file first, and the words with the buttons after.
func (c composer) apart(media part, base params, words, plain string) []part {
	media.params.ReplyMarkup, media.plain = nil, ""
	base.ReplyParameters = nil
	return []part{media, textPart(base, words, plain)}
}

// textPart sends words; those too long for one message are cut, rather than
// not said at all.
func textPart(base params, words, plain string) part {
	base.LinkPreviewOptions = &models.LinkPreviewOptions{IsDisabled: ptr(true)}
	base.Text, base.ParseMode = words, models.ParseModeHTML
	if utf8.RuneCountInString(plain) > maxText {
		base.Text, base.ParseMode = cut(plain, maxText), ""
	}
	return part{method: "sendMessage", params: base, plain: plain}
}

// withoutTags is the part with its words as they are, for when Telegram cannot
// read the tags.
func (p part) withoutTags() part {
	p.params.ParseMode = ""
	switch {
	case p.params.Text != "":
		p.params.Text = cut(p.plain, maxText)
	case p.params.Caption != "":
		p.params.Caption = cut(p.plain, maxCaption)
	}
	if m, ok := p.params.Media.(photoMedia); ok {
		m.Caption, m.ParseMode = cut(p.plain, maxCaption), ""
		p.params.Media = m
	}
	return p
}

// asCaption edits the words under a picture in place of a message's text.
func (p part) asCaption() part {
	p.method = "editMessageCaption"
	p.params.Caption, p.params.Text, p.params.LinkPreviewOptions = p.params.Text, "", nil
	if utf8.RuneCountInString(p.plain) > maxCaption {
		p.params.Caption, p.params.ParseMode = cut(p.plain, maxCaption), ""
	}
	return p
}

// photoMedia is a picture in an album, or in place of another.
type photoMedia struct {
	Type      string           `json:"type"`
	Media     string           `json:"media"`
	Caption   string           `json:"caption,omitempty"`
	ParseMode models.ParseMode `json:"parse_mode,omitempty"`
}

// markup gives what hangs under the message or replaces the keyboard.
func (c composer) markup(s screen) (any, error) {
	switch {
	case len(s.Keys) > 0:
		return c.inline(s.Keys)
	case len(s.Menu) > 0:
		return c.keyboard(s.Menu)
	case s.RemoveMenu:
		return models.ReplyKeyboardRemove{RemoveKeyboard: true}, nil
	case s.ForceReply:
		return models.ForceReply{ForceReply: true, Selective: true}, nil
	}
	return nil, nil //nolint:nilnil // most messages carry nothing
}

func (c composer) inline(keys [][]key) (any, error) {
	board := models.InlineKeyboardMarkup{InlineKeyboard: make([][]models.InlineKeyboardButton, len(keys))}
	for i, row := range keys {
		for _, k := range row {
			label, err := c.book.Plain(c.lang, k.Label)
			if err != nil {
				return nil, err
			}
			board.InlineKeyboard[i] = append(board.InlineKeyboard[i], models.InlineKeyboardButton{
				Text: label, CallbackData: k.Data, URL: k.URL, Style: k.Style,
			})
		}
	}
	return board, nil
}

func (c composer) keyboard(menu [][]menuKey) (any, error) {
	board := models.ReplyKeyboardMarkup{
		Keyboard: make([][]models.KeyboardButton, len(menu)), IsPersistent: true, ResizeKeyboard: true,
	}
	for i, row := range menu {
		for _, k := range row {
			label, err := c.book.Plain(c.lang, k.Label)
			if err != nil {
				return nil, err
			}
			board.Keyboard[i] = append(board.Keyboard[i], models.KeyboardButton{Text: label, RequestLocation: k.Place})
		}
	}
	return board, nil
}

// answering gives the call that answers a press.
func (c composer) answering(d answerData) (part, error) {
	p := part{method: "answerCallbackQuery", params: params{CallbackQueryID: d.ID, URL: d.URL, ShowAlert: d.Alert}, edit: true}
	if d.Text != nil {
		words, err := c.book.Plain(c.lang, *d.Text)
		if err != nil {
			return part{}, err
		}
		p.params.Text = cut(words, maxAnswer)
	}
	return p, nil
}

// cut shortens a text to at most n code points, and shows that it did.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

func ptr[T any](v T) *T { return &v }
