package bot

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

// called is a command as somebody wrote it.
type called struct {
	Name    string // lower case, without the slash and the bot's name
	Args    string // what follows it
	Offset  int    // bytes of text before it
	ByWord  bool   // by the menu's word for it
	command *command
}

// parse finds the command that a message calls, by /name, /name@this_bot or a
// menu word of any language; nil when it calls none, or another bot's.
func (r *router) parse(m *models.Message) *called {
	text, entities := m.Text, m.Entities
	if text == "" {
		text, entities = m.Caption, m.CaptionEntities
	}
	if c := r.byWord[fold(text)]; c != nil {
		return &called{Name: c.Name, ByWord: true, command: c}
	}
	var found *called
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeBotCommand {
			continue
		}
		start, end, ok := byteRange(text, e.Offset, e.Length)
		if !ok || end-start < 2 {
			continue
		}
		name, of, _ := strings.Cut(text[start+1:end], "@")
		if of != "" && fold(of) != fold(r.username()) {
			continue
		}
		c := &called{Name: strings.ToLower(name), Args: strings.TrimSpace(text[end:]), Offset: start}
		c.command = r.byName[c.Name]
		if c.command != nil {
			return c
		}
		if found == nil && start == 0 {
			found = c
		}
	}
	if found == nil {
		return r.slashWord(text)
	}
	return found
}

// slashWord takes a command that Telegram does not mark as one: with the
// slash of a Chinese keyboard, or a menu word behind the slash.
func (r *router) slashWord(text string) *called {
	rest, ok := strings.CutPrefix(text, "／")
	if !ok {
		if rest, ok = strings.CutPrefix(text, "/"); !ok {
			return nil
		}
	}
	name, args, _ := strings.Cut(rest, " ")
	for word, c := range r.byWord {
		if strings.HasSuffix(word, " "+fold(name)) || word == fold(name) { // the word stands behind an icon
			return &called{Name: c.Name, Args: strings.TrimSpace(args), command: c}
		}
	}
	if c := r.byName[strings.ToLower(name)]; c != nil {
		return &called{Name: c.Name, Args: strings.TrimSpace(args), command: c}
	}
	return nil
}

// byteRange turns a range in UTF-16 units, as Telegram counts, into bytes;
// false when it does not lie on characters of the text.
func byteRange(text string, offset, length int) (start, end int, ok bool) {
	if offset < 0 || length < 0 {
		return 0, 0, false
	}
	units, start, end := 0, -1, -1
	for i, r := range text {
		if units == offset {
			start = i
		}
		if units == offset+length {
			end = i
			break
		}
		n := utf16.RuneLen(r)
		if n < 0 {
			n = utf16.RuneLen(utf8.RuneError)
		}
		units += n
	}
	if units == offset+length && end < 0 {
		end = len(text)
	}
	return start, end, start >= 0 && end >= start
}

// fold makes names and menu words equal that people take for the same.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
