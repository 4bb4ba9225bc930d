package sandbox

import "time"

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
	case ServiceUsersShared:
		w.UsersShared = &wireShared{RequestID: v.Request}
		for _, p := range v.Members {
			w.UsersShared.Users = append(w.UsersShared.Users, wireSharedUser{p.ID})
		}
	case ServiceChatShared:
		w.ChatShared = &wireShared{RequestID: v.Request, ChatID: v.Chat}
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
