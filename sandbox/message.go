package sandbox

import (
	"strconv"
	"time"
)

// MessageKind says what a message carries.
type MessageKind string

// The kinds of message the practice Telegram knows.
const (
	KindText     MessageKind = "text"
	KindPhoto    MessageKind = "photo"
	KindDocument MessageKind = "document"
	KindLocation MessageKind = "location"
	KindVenue    MessageKind = "venue"
	KindContact  MessageKind = "contact"
	KindPoll     MessageKind = "poll"
	KindService  MessageKind = "service"
)

// Message is one version of a message. A Message never changes: an edit makes
// a new one, and the old one stays what a reader saw before. Ask the chat for
// the latest version (Chat.Message).
type Message struct {
	Chat *Chat
	// ID is the message's number in its chat.
	ID int
	// From is who wrote it; the zero Profile for a post of the chat itself.
	From Profile
	// SenderChat is the chat that speaks: a channel, or a group whose
	// administrator is anonymous.
	SenderChat *Chat
	Date       time.Time
	EditDate   time.Time // zero when never edited

	Kind     MessageKind
	Text     string   // the text, or the caption
	Entities []Entity // offsets and lengths in UTF-16 units
	Photo    *Photo
	Document *Document
	Place    *Place
	Contact  *Contact
	Poll     *Poll
	Service  *Service
	// Album joins the messages of one album; empty outside albums.
	Album string

	// Keyboard holds the inline buttons under the message, row by row.
	Keyboard [][]Button
	// Reply is what the message does to the reader's keyboard, if anything.
	Reply *ReplyKeyboard
	// ReplyTo is the version of the message it replies to, without its own
	// ReplyTo.
	ReplyTo *Message
	// Forward says whose words they were first, when forwarded.
	Forward *Forward

	// Pinned says that the message is pinned in its chat.
	Pinned bool
	// Only is the one person who sees an ephemeral message; 0 for others.
	Only int64
	// Ephemeral is the number of an ephemeral message; 0 for others.
	Ephemeral int
	// Silent means no notification; Protected means no forwarding.
	Silent, Protected bool
	// NoPreview, Spoiler and CaptionAbove are about looks.
	NoPreview, Spoiler, CaptionAbove bool
	// Reaction is the bot's reaction, an emoji or empty.
	Reaction string
}

// Entity is a part of a text that is special. Offset and Length count UTF-16
// units, as Telegram does.
type Entity struct {
	Type          string   `json:"type"`
	Offset        int      `json:"offset"`
	Length        int      `json:"length"`
	URL           string   `json:"url,omitempty"`
	User          *Profile `json:"-"`
	Language      string   `json:"language,omitempty"`
	CustomEmojiID string   `json:"custom_emoji_id,omitempty"`
}

// Photo is a picture as the server keeps it.
type Photo struct {
	FileID, FileUniqueID string
	Width, Height, Size  int
}

// Document is a file as the server keeps it.
type Document struct {
	FileID, FileUniqueID, Name, MIME string
	Size                             int
}

// Place is a point on the map. Title and Address are set for venues.
type Place struct {
	Latitude, Longitude float64
	Title, Address      string
}

// Contact is a shared telephone number.
type Contact struct {
	Phone, First, Last string
	UserID             int64
}

// Forward says where a forwarded message comes from.
type Forward struct {
	From Profile   // the writer, or zero
	Chat *Chat     // the channel, or nil
	ID   int       // its number in that channel
	Date time.Time // when it was first sent
}

// ServiceKind says what a service message tells.
type ServiceKind string

// The kinds of service message.
const (
	ServiceJoined       ServiceKind = "new_chat_members"
	ServiceLeft         ServiceKind = "left_chat_member"
	ServiceCreated      ServiceKind = "group_chat_created"
	ServicePinned       ServiceKind = "pinned_message"
	ServiceMigratedTo   ServiceKind = "migrate_to_chat_id"
	ServiceMigratedFrom ServiceKind = "migrate_from_chat_id"
	ServiceUsersShared  ServiceKind = "users_shared"
	ServiceChatShared   ServiceKind = "chat_shared"
)

// Service is the content of a service message.
type Service struct {
	Kind ServiceKind
	// Members are the people concerned.
	Members []Profile
	// Chat is the other chat of a migration, or the chat shared.
	Chat int64
	// Request is the number of the request that was answered by sharing.
	Request int
	// Pinned is the message that was pinned.
	Pinned *Message
}

// HTML returns the text with its entities as Telegram's HTML, escaped.
func (m *Message) HTML() string { return entitiesToHTML(m.Text, m.Entities) }

// Find returns the inline button with that text.
func (m *Message) Find(label string) (Button, bool) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Labels lists the inline buttons, row by row.
func (m *Message) Labels() []string {
	var labels []string
	for _, row := range m.Keyboard {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// Link returns an address that names the message.
func (m *Message) Link() string {
	return "https://t.me/c/" + strconv.FormatInt(publicPart(m.Chat.id), 10) + "/" + strconv.Itoa(m.ID)
}

// FromBot says whether the practice bot wrote it.
func (m *Message) FromBot() bool { return m.From.Bot }

// version returns a copy to be changed before it is stored.
func (m *Message) version() *Message {
	next := *m
	return &next
}
