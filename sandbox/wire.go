package sandbox

import "time"

// The types of this file are the Bot API's, as it writes them.

type wireUser struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireMe struct {
	wireUser
	CanJoinGroups             bool `json:"can_join_groups"`
	CanReadAllGroupMessages   bool `json:"can_read_all_group_messages"`
	SupportsInlineQueries     bool `json:"supports_inline_queries"`
	CanConnectToBusiness      bool `json:"can_connect_to_business"`
	HasMainWebApp             bool `json:"has_main_web_app"`
	HasTopicsEnabled          bool `json:"has_topics_enabled"`
	AllowsUsersToCreateTopics bool `json:"allows_users_to_create_topics"`
	CanManageBots             bool `json:"can_manage_bots"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

type wireEntity struct {
	Entity
	User *wireUser `json:"user,omitempty"`
}

type wirePhoto struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

type wireDocument struct {
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wireLocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type wireVenue struct {
	Location wireLocation `json:"location"`
	Title    string       `json:"title"`
	Address  string       `json:"address"`
}

type wireContact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

type wireOption struct {
	PersistentID string `json:"persistent_id"`
	Text         string `json:"text"`
	VoterCount   int    `json:"voter_count"`
}

type wirePoll struct {
	ID                    string       `json:"id"`
	Question              string       `json:"question"`
	Description           string       `json:"description,omitempty"`
	Options               []wireOption `json:"options"`
	TotalVoterCount       int          `json:"total_voter_count"`
	IsClosed              bool         `json:"is_closed"`
	IsAnonymous           bool         `json:"is_anonymous"`
	Type                  string       `json:"type"`
	AllowsMultipleAnswers bool         `json:"allows_multiple_answers"`
	AllowsRevoting        bool         `json:"allows_revoting"`
	MembersOnly           bool         `json:"members_only"`
	CorrectOptionIDs      []int        `json:"correct_option_ids,omitempty"`
	Explanation           string       `json:"explanation,omitempty"`
	OpenPeriod            int          `json:"open_period,omitempty"`
	CloseDate             int64        `json:"close_date,omitempty"`
}

type wireMarkup struct {
	InlineKeyboard [][]wireButton `json:"inline_keyboard"`
}

type wireButton struct {
	Text         string    `json:"text"`
	Style        string    `json:"style,omitempty"`
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	WebApp       *wireLink `json:"web_app,omitempty"`
	LoginURL     *wireLink `json:"login_url,omitempty"`
	CopyText     *wireText `json:"copy_text,omitempty"`
	Switch       *string   `json:"switch_inline_query,omitempty"`
	SwitchHere   *string   `json:"switch_inline_query_current_chat,omitempty"`
	Disabled     *struct{} `json:"disabled,omitempty"`
}

type wireLink struct {
	URL string `json:"url"`
}

type wireText struct {
	Text string `json:"text"`
}

type wireOrigin struct {
	Type       string    `json:"type"`
	Date       int64     `json:"date"`
	SenderUser *wireUser `json:"sender_user,omitempty"`
	Chat       *wireChat `json:"chat,omitempty"`
	SenderChat *wireChat `json:"sender_chat,omitempty"`
	MessageID  int       `json:"message_id,omitempty"`
}

type wirePreview struct {
	IsDisabled bool `json:"is_disabled"`
}

type wireMessage struct {
	MessageID        int           `json:"message_id"`
	From             *wireUser     `json:"from,omitempty"`
	SenderChat       *wireChat     `json:"sender_chat,omitempty"`
	Chat             *wireChat     `json:"chat"`
	Date             int64         `json:"date"`
	EditDate         int64         `json:"edit_date,omitempty"`
	ForwardOrigin    *wireOrigin   `json:"forward_origin,omitempty"`
	ReplyTo          *wireMessage  `json:"reply_to_message,omitempty"`
	MediaGroupID     string        `json:"media_group_id,omitempty"`
	HasProtected     bool          `json:"has_protected_content,omitempty"`
	Text             string        `json:"text,omitempty"`
	Entities         []wireEntity  `json:"entities,omitempty"`
	Preview          *wirePreview  `json:"link_preview_options,omitempty"`
	Photo            []wirePhoto   `json:"photo,omitempty"`
	Document         *wireDocument `json:"document,omitempty"`
	Caption          string        `json:"caption,omitempty"`
	CaptionEntities  []wireEntity  `json:"caption_entities,omitempty"`
	CaptionAbove     bool          `json:"show_caption_above_media,omitempty"`
	HasSpoiler       bool          `json:"has_media_spoiler,omitempty"`
	Location         *wireLocation `json:"location,omitempty"`
	Venue            *wireVenue    `json:"venue,omitempty"`
	Contact          *wireContact  `json:"contact,omitempty"`
	Poll             *wirePoll     `json:"poll,omitempty"`
	NewChatMembers   []wireUser    `json:"new_chat_members,omitempty"`
	LeftChatMember   *wireUser     `json:"left_chat_member,omitempty"`
	GroupChatCreated bool          `json:"group_chat_created,omitempty"`
	SupergroupMade   bool          `json:"supergroup_chat_created,omitempty"`
	ChannelMade      bool          `json:"channel_chat_created,omitempty"`
	MigrateToChatID  int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFromID    int64         `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage    *wireMessage  `json:"pinned_message,omitempty"`
	ReplyMarkup      *wireMarkup   `json:"reply_markup,omitempty"`
	ReceiverUser     *wireUser     `json:"receiver_user,omitempty"`
	EphemeralID      int           `json:"ephemeral_message_id,omitempty"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message,omitempty"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data"`
}

type wirePollAnswer struct {
	PollID    string    `json:"poll_id"`
	VoterChat *wireChat `json:"voter_chat,omitempty"`
	User      *wireUser `json:"user,omitempty"`
	OptionIDs []int     `json:"option_ids"`
	OptionPID []string  `json:"option_persistent_ids"`
}

type wireMemberUpdate struct {
	Chat          *wireChat       `json:"chat"`
	From          wireUser        `json:"from"`
	Date          int64           `json:"date"`
	OldChatMember any             `json:"old_chat_member"`
	NewChatMember any             `json:"new_chat_member"`
	InviteLink    *wireInviteLink `json:"invite_link,omitempty"`
}

type wireReactionUpdate struct {
	Chat      *wireChat      `json:"chat"`
	MessageID int            `json:"message_id"`
	User      *wireUser      `json:"user,omitempty"`
	Date      int64          `json:"date"`
	Old       []wireReaction `json:"old_reaction"`
	New       []wireReaction `json:"new_reaction"`
}

type wireReaction struct {
	Type  string `json:"type"`
	Emoji string `json:"emoji"`
}

func (p Profile) wire() wireUser {
	return wireUser{
		ID: p.ID, IsBot: p.Bot, FirstName: p.First, LastName: p.Last,
		Username: p.Username, LanguageCode: p.Language,
	}
}

func (c *Chat) wire() *wireChat {
	w := &wireChat{ID: c.id, Type: string(c.kind), Title: c.title, Username: c.username}
	if c.peer != nil {
		w.FirstName, w.LastName, w.Username = c.peer.profile.First, c.peer.profile.Last, c.peer.profile.Username
	}
	return w
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func wireEntities(entities []Entity) []wireEntity {
	if len(entities) == 0 {
		return nil
	}
	w := make([]wireEntity, len(entities))
	for i, e := range entities {
		w[i].Entity = e
		if e.User != nil {
			user := e.User.wire()
			w[i].User = &user
		}
	}
	return w
}

// wire writes a message as the Bot API does.
func (m *Message) wire() *wireMessage {
	w := &wireMessage{
		MessageID: m.ID, Chat: m.Chat.wire(), Date: unix(m.Date), EditDate: unix(m.EditDate),
		MediaGroupID: m.Album, HasProtected: m.Protected, EphemeralID: m.Ephemeral,
	}
	if m.From.ID != 0 {
		from := m.From.wire()
		w.From = &from
	}
	if m.SenderChat != nil {
		w.SenderChat = m.SenderChat.wire()
	}
	if m.ReplyTo != nil {
		w.ReplyTo = m.ReplyTo.wire()
	}
	if m.Forward != nil {
		w.ForwardOrigin = m.Forward.wire()
	}
	if m.Only != 0 {
		if u := m.Chat.s.users[m.Only]; u != nil {
			user := u.profile.wire()
			w.ReceiverUser = &user
		}
	}
	if len(m.Keyboard) > 0 {
		w.ReplyMarkup = wireKeyboard(m.Keyboard)
	}
	m.wireContent(w)
	return w
}

func (m *Message) wireContent(w *wireMessage) {
	switch m.Kind {
	case KindText:
		w.Text, w.Entities = m.Text, wireEntities(m.Entities)
		if m.NoPreview {
			w.Preview = &wirePreview{IsDisabled: true}
		}
	case KindPhoto:
		w.Photo = m.Photo.wire()
		w.Caption, w.CaptionEntities = m.Text, wireEntities(m.Entities)
		w.CaptionAbove, w.HasSpoiler = m.CaptionAbove, m.Spoiler
	case KindDocument:
		d := m.Document
		w.Document = &wireDocument{FileName: d.Name, MimeType: d.MIME, FileID: d.FileID, FileUniqueID: d.FileUniqueID, FileSize: d.Size}
		w.Caption, w.CaptionEntities = m.Text, wireEntities(m.Entities)
	case KindLocation:
		w.Location = &wireLocation{m.Place.Latitude, m.Place.Longitude}
	case KindVenue:
		at := wireLocation{m.Place.Latitude, m.Place.Longitude}
		w.Location = &at
		w.Venue = &wireVenue{Location: at, Title: m.Place.Title, Address: m.Place.Address}
	case KindContact:
		w.Contact = &wireContact{PhoneNumber: m.Contact.Phone, FirstName: m.Contact.First, LastName: m.Contact.Last, UserID: m.Contact.UserID}
	case KindPoll:
		w.Poll = m.Poll.wire()
	case KindService:
		m.Service.wire(w)
	}
}

func (f *Forward) wire() *wireOrigin {
	o := &wireOrigin{Date: unix(f.Date)}
	switch {
	case f.Chat != nil && f.Chat.kind == Channel:
		o.Type, o.Chat, o.MessageID = "channel", f.Chat.wire(), f.ID
	case f.Chat != nil:
		o.Type, o.SenderChat = "chat", f.Chat.wire()
	default:
		from := f.From.wire()
		o.Type, o.SenderUser = "user", &from
	}
	return o
}

func (v *Service) wire(w *wireMessage) {
	switch v.Kind {
	case ServiceJoined:
		for _, p := range v.Members {
			w.NewChatMembers = append(w.NewChatMembers, p.wire())
		}
	case ServiceLeft:
		left := v.Members[0].wire()
		w.LeftChatMember = &left
	case ServiceCreated:
		switch w.Chat.Type {
		case string(Supergroup):
			w.SupergroupMade = true
		case string(Channel):
			w.ChannelMade = true
		default:
			w.GroupChatCreated = true
		}
	case ServicePinned:
		w.PinnedMessage = v.Pinned.wire()
	case ServiceMigratedTo:
		w.MigrateToChatID = v.Chat
	case ServiceMigratedFrom:
		w.MigrateFromID = v.Chat
	}
}

// wire writes the sizes Telegram makes of a picture: a small one, and itself.
func (p *Photo) wire() []wirePhoto {
	full := wirePhoto{FileID: p.FileID, FileUniqueID: p.FileUniqueID, Width: p.Width, Height: p.Height, FileSize: p.Size}
	return []wirePhoto{full}
}

func (p *Poll) wire() *wirePoll {
	w := &wirePoll{
		ID: p.ID, Question: p.Question, Description: p.Description, TotalVoterCount: p.Total, IsClosed: p.Closed,
		IsAnonymous: p.Anonymous, Type: "regular", AllowsMultipleAnswers: p.Multiple, AllowsRevoting: p.Revoting,
		CorrectOptionIDs: p.Correct, Explanation: p.Explanation, OpenPeriod: p.OpenPeriod, CloseDate: unix(p.CloseDate),
	}
	if p.Quiz {
		w.Type = "quiz"
	}
	for _, o := range p.Options {
		w.Options = append(w.Options, wireOption{PersistentID: o.ID, Text: o.Text, VoterCount: o.Voters})
	}
	return w
}

func wireKeyboard(rows [][]Button) *wireMarkup {
	w := &wireMarkup{InlineKeyboard: make([][]wireButton, len(rows))}
	for i, row := range rows {
		w.InlineKeyboard[i] = make([]wireButton, len(row))
		for j, b := range row {
			w.InlineKeyboard[i][j] = b.wire()
		}
	}
	return w
}

func (b Button) wire() wireButton {
	w := wireButton{
		Text: b.Text, Style: b.Style, URL: b.URL, CallbackData: b.Data,
		Switch: b.SwitchInline, SwitchHere: b.SwitchHere,
	}
	if b.WebApp != "" {
		w.WebApp = &wireLink{b.WebApp}
	}
	if b.LoginURL != "" {
		w.LoginURL = &wireLink{b.LoginURL}
	}
	if b.CopyText != "" {
		w.CopyText = &wireText{b.CopyText}
	}
	if b.Disabled {
		w.Disabled = &struct{}{}
	}
	return w
}
