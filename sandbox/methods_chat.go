package sandbox

import (
	"unicode/utf8"
)

// wireFullChat is what getChat returns.
type wireFullChat struct {
	wireChat
	AccentColorID    int               `json:"accent_color_id"`
	MaxReactionCount int               `json:"max_reaction_count"`
	ActiveUsernames  []string          `json:"active_usernames,omitempty"`
	InviteLink       string            `json:"invite_link,omitempty"`
	Pinned           *wireMessage      `json:"pinned_message,omitempty"`
	Permissions      map[string]bool   `json:"permissions,omitempty"`
	AcceptedGifts    wireAcceptedGifts `json:"accepted_gift_types"`
}

type wireAcceptedGifts struct {
	Unlimited bool `json:"unlimited_gifts"`
	Limited   bool `json:"limited_gifts"`
	Unique    bool `json:"unique_gifts"`
	Premium   bool `json:"premium_subscription"`
	Channels  bool `json:"gifts_from_channels"`
}

func (c *call) getChat() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	w := wireFullChat{wireChat: *chat.wire(), MaxReactionCount: 11}
	if w.Username != "" {
		w.ActiveUsernames = []string{w.Username}
	}
	if n := len(chat.pinned); n > 0 {
		if m := chat.message(chat.pinned[n-1]); m != nil {
			w.Pinned = m.wire()
		}
	}
	if chat.kind == Group || chat.kind == Supergroup {
		w.Permissions = map[string]bool{}
		for _, may := range []string{
			"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
			"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
			"can_add_web_page_previews", "can_invite_users",
		} {
			w.Permissions[may] = true
		}
	}
	if chat.botIs().leads() {
		w.InviteLink = chat.primary
	}
	return w, nil
}

func (c *call) getChatMember() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	id, no := c.user("user_id")
	if no != nil {
		return nil, no
	}
	if id == c.s.bot.ID {
		return chat.wireMember(c.s.bot, chat.botIs()), nil
	}
	u := c.s.users[id]
	if chat.kind == Channel && !chat.botIs().leads() {
		return nil, badRequest("member list is inaccessible")
	}
	if u == nil || (!u.seen && !chat.status(u).in()) {
		if chat.peer != nil || u == nil {
			return nil, badRequest("PARTICIPANT_ID_INVALID")
		}
	}
	return chat.wireMember(u.profile, chat.status(u)), nil
}

func (c *call) getChatAdministrators() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if chat.peer != nil {
		return nil, badRequest("there are no administrators in the private chat")
	}
	if chat.kind == Channel && !chat.botIs().leads() {
		return nil, badRequest("member list is inaccessible")
	}
	admins := []any{}
	for _, u := range chat.members {
		if st := chat.status(u); st.leads() {
			admins = append(admins, chat.wireMember(u.profile, st))
		}
	}
	if chat.botIs().leads() && c.boolean("return_bots") {
		admins = append(admins, chat.wireMember(c.s.bot, chat.botIs()))
	}
	return admins, nil
}

func (c *call) getChatMemberCount() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if chat.peer != nil {
		return 2, nil
	}
	n := 0
	for _, u := range chat.members {
		if chat.status(u).in() {
			n++
		}
	}
	if chat.botIs().in() {
		n++
	}
	return n, nil
}

func (c *call) leaveChat() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if chat.peer != nil {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	from := chat.botIs()
	chat.botStatus = Left
	c.s.emit(Event{Kind: EventMember, Chat: chat})
	c.s.push("my_chat_member", chatLane(chat.id), updateLife, wireMemberUpdate{
		Chat: chat.wire(), From: c.s.bot.wire(), Date: unix(c.s.now()),
		OldChatMember: chat.wireMember(c.s.bot, from), NewChatMember: chat.wireMember(c.s.bot, Left),
	})
	return true, nil
}

// InviteLink is an invitation to a group, made by the bot.
type InviteLink struct {
	URL     string
	Name    string
	Expires int64 // Unix seconds; 0 for never
	Limit   int   // people; 0 for any number
	Used    int
	Revoked bool
	Request bool // the bot must approve who comes
	Primary bool
}

type wireInviteLink struct {
	InviteLink string   `json:"invite_link"`
	Creator    wireUser `json:"creator"`
	Request    bool     `json:"creates_join_request"`
	IsPrimary  bool     `json:"is_primary"`
	IsRevoked  bool     `json:"is_revoked"`
	Name       string   `json:"name,omitempty"`
	ExpireDate int64    `json:"expire_date,omitempty"`
	Limit      int      `json:"member_limit,omitempty"`
}

func (l *InviteLink) wire(bot Profile) *wireInviteLink {
	return &wireInviteLink{
		InviteLink: l.URL, Creator: bot.wire(), Request: l.Request, IsPrimary: l.Primary, IsRevoked: l.Revoked,
		Name: l.Name, ExpireDate: l.Expires, Limit: l.Limit,
	}
}

// inviter finds the chat whose links a call is about.
func (c *call) inviter() (*Chat, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if chat.peer != nil {
		return nil, badRequest("can't access the chat")
	}
	if !chat.botIs().leads() {
		return nil, badRequest("not enough rights to manage chat invite link")
	}
	return chat, nil
}

func (c *Chat) newLink(l InviteLink) *InviteLink {
	l.URL = "https://t.me/+" + c.s.newName(12)
	c.links = append(c.links, &l)
	return &l
}

func (c *call) exportChatInviteLink() (any, *refusal) {
	chat, no := c.inviter()
	if no != nil {
		return nil, no
	}
	for _, l := range chat.links {
		if l.Primary {
			l.Revoked = true
		}
	}
	chat.primary = chat.newLink(InviteLink{Primary: true}).URL
	return chat.primary, nil
}

func (c *call) createChatInviteLink() (any, *refusal) {
	chat, no := c.inviter()
	if no != nil {
		return nil, no
	}
	l := InviteLink{
		Name: c.text("name"), Expires: c.integer("expire_date"), Limit: int(c.integer("member_limit")),
		Request: c.boolean("creates_join_request"),
	}
	switch {
	case utf8.RuneCountInString(l.Name) > 32:
		return nil, badRequest("INVITE_TITLE_TOO_LONG")
	case l.Limit < 0 || l.Limit > 99999:
		return nil, badRequest("USAGE_LIMIT_INVALID")
	case l.Request && l.Limit > 0:
		return nil, badRequest("member limit can't be specified for links requiring administrator approval")
	case l.Expires != 0 && l.Expires <= c.s.now().Unix():
		return nil, badRequest("EXPIRE_DATE_INVALID")
	case l.Request:
		c.notes = append(c.notes, "join requests are not part of the practice Telegram")
	}
	return chat.newLink(l).wire(c.s.bot), nil
}

func (c *call) revokeChatInviteLink() (any, *refusal) {
	chat, no := c.inviter()
	if no != nil {
		return nil, no
	}
	for _, l := range chat.links {
		if l.URL == c.text("invite_link") {
			l.Revoked = true
			return l.wire(c.s.bot), nil
		}
	}
	return nil, badRequest("INVITE_HASH_EXPIRED")
}

// Join lets the person follow an invitation link the bot made. It returns the
// chat, or nil when the link does not work.
func (u *User) Join(address string) *Chat {
	var into *Chat
	u.s.do(func() {
		for _, c := range u.s.rooms {
			for _, l := range c.links {
				if l.URL != address || l.Revoked || c.movedTo != 0 ||
					(l.Limit > 0 && l.Used >= l.Limit) || (l.Expires > 0 && u.s.now().Unix() >= l.Expires) {
					continue
				}
				into = c
				if !c.has(u) {
					l.Used++
					c.join(u, u, l)
				}
			}
		}
	})
	return into
}
