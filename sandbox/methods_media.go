package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// media reads a parameter that is a file: uploaded with the call, attached
// under another name, or known by its id.
func (c *call) media(name, value string) (*upload, *file, *refusal) {
	if up := c.file(name); up != nil {
		return up, nil, nil
	}
	if value == "" {
		return nil, nil, badRequest("there is no %s in the request", name)
	}
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		if up := c.file(attached); up != nil {
			return up, nil, nil
		}
		return nil, nil, badRequest("can't parse InputMedia: media not found")
	}
	if strings.Contains(value, "://") {
		return nil, nil, badRequest("failed to get HTTP URL content")
	}
	f := c.s.files.byID[value]
	if f == nil {
		return nil, nil, badRequest("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
	}
	return nil, f, nil
}

func (c *call) photo(name string) (*Photo, *refusal) { return c.photoFrom(name, c.text(name)) }

func (c *call) photoFrom(name, value string) (*Photo, *refusal) {
	up, f, no := c.media(name, value)
	switch {
	case no != nil:
		return nil, no
	case up != nil:
		return c.s.files.keepPhoto(c.s, up.data)
	case !f.photo:
		return nil, badRequest("can't use file of type Document as Photo")
	}
	return f.asPhoto(), nil
}

func (c *call) document(name string) (*Document, *refusal) {
	return c.documentFrom(name, c.text(name))
}

func (c *call) documentFrom(name, value string) (*Document, *refusal) {
	up, f, no := c.media(name, value)
	switch {
	case no != nil:
		return nil, no
	case up != nil:
		return c.s.files.keepDocument(c.s, up.name, up.mime, up.data)
	case f.photo:
		return nil, badRequest("can't use file of type Photo as Document")
	}
	return f.asDocument(), nil
}

func (c *call) place() (*Place, *refusal) {
	lat, err1 := strconv.ParseFloat(c.text("latitude"), 64)
	lon, err2 := strconv.ParseFloat(c.text("longitude"), 64)
	if err1 != nil || err2 != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return nil, badRequest("wrong location specified")
	}
	return &Place{Latitude: lat, Longitude: lon}, nil
}

// inputMedia is one item of an album, or the new content of a message.
type inputMedia struct {
	Type     string          `json:"type"`
	Media    string          `json:"media"`
	Caption  string          `json:"caption"`
	Mode     string          `json:"parse_mode"`
	Entities json.RawMessage `json:"caption_entities"`
	Spoiler  bool            `json:"has_spoiler"`
	Above    bool            `json:"show_caption_above_media"`
}

// message turns an item into a message, not yet stored.
func (c *call) mediaMessage(in inputMedia) (*Message, *refusal) {
	m := &Message{From: c.s.bot, Spoiler: in.Spoiler, CaptionAbove: in.Above}
	var no *refusal
	switch in.Type {
	case "photo":
		m.Kind = KindPhoto
		m.Photo, no = c.photoFrom("", in.Media)
	case "document":
		m.Kind = KindDocument
		m.Document, no = c.documentFrom("", in.Media)
	case "audio", "video", "animation", "live_photo":
		c.notes = append(c.notes, "the practice Telegram knows photos and documents")
		no = badRequest("can't parse InputMedia: type \"%s\" is not part of the practice Telegram", in.Type)
	default:
		no = badRequest("can't parse InputMedia: type \"%s\" is unsupported", in.Type)
	}
	if no != nil {
		return nil, no
	}
	sub := &call{s: c.s, method: c.method, args: []arg{
		{name: "caption", value: in.Caption},
		{name: "parse_mode", value: in.Mode},
		{name: "caption_entities", value: string(in.Entities)},
	}}
	f, no := sub.caption()
	c.notes = append(c.notes, sub.notes...)
	m.Text, m.Entities = f.text, f.entities
	return m, no
}

func (c *call) sendMediaGroup() (any, *refusal) {
	var items []inputMedia
	if no := c.object("media", "media", &items); no != nil {
		return nil, no
	}
	switch n := len(items); {
	case n == 0:
		return nil, badRequest("there are no messages to send")
	case n > 10:
		return nil, badRequest("too many messages to send as an album")
	case n == 1:
		c.notes = append(c.notes, "an album has 2 to 10 items")
	}
	chat, no := c.target(len(items))
	if no != nil {
		return nil, no
	}
	if items[0].Type != items[len(items)-1].Type && (items[0].Type == "document" || items[len(items)-1].Type == "document") {
		return nil, badRequest("document can't be mixed with other media types")
	}
	album, no := c.albumMessages(items)
	if no != nil {
		return nil, no
	}
	out := make([]*wireMessage, len(album))
	for i, m := range album {
		if chat.kind == Channel {
			m.From, m.SenderChat = Profile{}, chat
		}
		if no := c.replyTo(chat, m); no != nil {
			return nil, no
		}
		out[i] = c.store(chat, m).wire()
	}
	return out, nil
}

func (c *call) albumMessages(items []inputMedia) ([]*Message, *refusal) {
	id := ""
	if len(items) > 1 {
		id = c.s.newAlbumID()
	}
	album := make([]*Message, len(items))
	for i, in := range items {
		m, no := c.mediaMessage(in)
		if no != nil {
			if len(items) > 1 && !strings.Contains(no.text, "InputMedia") {
				return nil, badRequest("failed to send message #%d with the error message \"%s\"", i+1, strings.TrimPrefix(no.text, "Bad Request: "))
			}
			return nil, no
		}
		m.Album, m.Silent, m.Protected = id, c.boolean("disable_notification"), c.boolean("protect_content")
		album[i] = m
	}
	return album, nil
}

type wireFile struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size"`
	FilePath     string `json:"file_path"`
}

func (c *call) getFile() (any, *refusal) {
	id := c.text("file_id")
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := c.s.files.byID[id]
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	if len(f.data) > maxDownload {
		return nil, badRequest("file is too big")
	}
	return wireFile{FileID: f.id, FileUniqueID: f.unique, FileSize: len(f.data), FilePath: f.path}, nil
}

// pollOption is one option a poll is made of.
type pollOption struct {
	Text string `json:"text"`
}

// UnmarshalJSON takes both forms of an option: an object, and the bare text
// of earlier versions.
func (o *pollOption) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &o.Text)
	}
	type plain pollOption
	return json.Unmarshal(raw, (*plain)(o))
}

func checkQuestion(q string) *refusal {
	switch {
	case strings.TrimSpace(q) == "":
		return badRequest("text must be non-empty")
	case utf8.RuneCountInString(q) > 300:
		return badRequest("poll question length must not exceed 300")
	}
	return nil
}
