package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxCaption = 1024 // code points of a caption
	// maxRaw is how long a text may be before its entities are parsed.
	maxRaw = 1 << 16
)

// formatted is a text with its entities.
type formatted struct {
	text     string
	entities []Entity
}

// formatted reads a text parameter with its parse mode or entities.
func (c *call) formatted(textName, modeName, entitiesName string) (formatted, *refusal) {
	f := formatted{text: strings.ReplaceAll(c.text(textName), "\r", "")}
	if !utf8.ValidString(f.text) {
		return f, badRequest("strings must be encoded in UTF-8")
	}
	if len(f.text) > maxRaw {
		return f, badRequest("message is too long")
	}
	switch mode := strings.ToLower(c.text(modeName)); mode {
	case "":
		if no := c.givenEntities(entitiesName, &f); no != nil {
			return f, no
		}
	case "html":
		text, entities, err := parseHTML(f.text)
		if err != nil {
			return f, badRequest("can't parse entities: %v", err)
		}
		f.text, f.entities = text, entities
	case "markdown", "markdownv2":
		c.notes = append(c.notes, "the practice Telegram reads HTML only")
		return f, badRequest("can't parse entities: parse mode %s is not part of the practice Telegram", c.text(modeName))
	default:
		return f, badRequest("unsupported parse_mode")
	}
	f.text, f.entities = trimText(f.text, f.entities)
	f.text = dropControl(f.text)
	c.knowMentions(&f)
	f.entities = withFound(f.text, f.entities)
	return f, nil
}

// dropControl replaces control characters by spaces, one for one, as Telegram
// does.
func dropControl(text string) string {
	if strings.IndexFunc(text, isControl) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, text)
}

func isControl(r rune) bool { return r < ' ' && r != '\n' }

// givenEntities reads the entities a call spells out.
func (c *call) givenEntities(name string, f *formatted) *refusal {
	raw := c.text(name)
	if raw == "" {
		return nil
	}
	var given []struct {
		Entity
		User *struct {
			ID int64 `json:"id"`
		} `json:"user"`
	}
	if err := json.Unmarshal([]byte(raw), &given); err != nil {
		return badRequest("can't parse entities: %v", err)
	}
	end := utf16Len(f.text)
	for _, g := range given {
		e := g.Entity
		switch {
		case e.Length <= 0:
			continue
		case e.Offset < 0 || e.Offset > end:
			return badRequest("entity begins in a middle of a UTF-16 symbol at byte offset %d", e.Offset)
		case e.Offset+e.Length > end:
			return badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		case byteAt(f.text, e.Offset) < 0 || byteAt(f.text, e.Offset+e.Length) < 0:
			return badRequest("entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		}
		if e.Type == "text_mention" && g.User != nil {
			e.URL = "tg://user?id=" + strconv.FormatInt(g.User.ID, 10)
			e.Type = "text_link"
		}
		f.entities = append(f.entities, e)
	}
	sortEntities(f.entities)
	return nil
}

// knowMentions turns links to users into mentions of people the bot knows;
// others become plain text.
func (c *call) knowMentions(f *formatted) {
	kept := f.entities[:0:0]
	for _, e := range f.entities {
		if id, ok := strings.CutPrefix(e.URL, "tg://user?id="); ok && e.Type == "text_link" {
			number, err := strconv.ParseInt(id, 10, 64)
			u := c.s.users[number]
			if err != nil || u == nil || (!u.seen && !u.started) {
				continue
			}
			who := u.profile
			e.Type, e.URL, e.User = "text_mention", "", &who
		}
		kept = append(kept, e)
	}
	f.entities = kept
}

// messageText reads the text of a message: it must not be empty.
func (c *call) messageText() (formatted, *refusal) {
	if c.text("text") == "" {
		return formatted{}, badRequest("message text is empty")
	}
	f, no := c.formatted("text", "parse_mode", "entities")
	switch {
	case no != nil:
		return f, no
	case f.text == "":
		return f, badRequest("text must be non-empty")
	case utf8.RuneCountInString(f.text) > maxText:
		return f, badRequest("message is too long")
	}
	return f, nil
}

// caption reads the caption of a picture or document.
func (c *call) caption() (formatted, *refusal) {
	f, no := c.formatted("caption", "parse_mode", "caption_entities")
	if no == nil && utf8.RuneCountInString(f.text) > maxCaption {
		return f, badRequest("message caption is too long")
	}
	return f, no
}
