package sandbox

type wireMember struct {
	Status string   `json:"status"`
	User   wireUser `json:"user"`
}

type wireOwner struct {
	wireMember
	IsAnonymous bool `json:"is_anonymous"`
}

type wireBanned struct {
	wireMember
	UntilDate int64 `json:"until_date"`
}

type wireAdmin struct {
	wireMember
	CanBeEdited            bool  `json:"can_be_edited"`
	IsAnonymous            bool  `json:"is_anonymous"`
	CanManageChat          bool  `json:"can_manage_chat"`
	CanChangeInfo          bool  `json:"can_change_info"`
	CanDeleteMessages      bool  `json:"can_delete_messages"`
	CanInviteUsers         bool  `json:"can_invite_users"`
	CanRestrictMembers     bool  `json:"can_restrict_members"`
	CanPromoteMembers      bool  `json:"can_promote_members"`
	CanManageVideoChats    bool  `json:"can_manage_video_chats"`
	CanPostStories         bool  `json:"can_post_stories"`
	CanEditStories         bool  `json:"can_edit_stories"`
	CanDeleteStories       bool  `json:"can_delete_stories"`
	CanSendWelcomeMessages bool  `json:"can_send_welcome_messages"`
	CanPinMessages         *bool `json:"can_pin_messages,omitempty"`
	CanPostMessages        *bool `json:"can_post_messages,omitempty"`
	CanEditMessages        *bool `json:"can_edit_messages,omitempty"`
}

// wireMember writes somebody's standing as the Bot API does.
func (c *Chat) wireMember(who Profile, st MemberStatus) any {
	m := wireMember{Status: string(st), User: who.wire()}
	switch st {
	case Owner:
		return wireOwner{wireMember: m, IsAnonymous: c.hidden[who.ID]}
	case Admin:
		yes := true
		a := wireAdmin{
			wireMember: m, IsAnonymous: c.hidden[who.ID], CanManageChat: true, CanChangeInfo: true,
			CanDeleteMessages: true, CanInviteUsers: true, CanRestrictMembers: true, CanManageVideoChats: true,
		}
		if c.kind == Channel {
			a.CanPostMessages, a.CanEditMessages = &yes, &yes
		} else {
			a.CanPinMessages = &yes
		}
		return a
	case Kicked:
		return wireBanned{wireMember: m}
	case Member, Left:
		return m
	}
	return m
}

// Block stops the bot from writing to the person in private.
func (u *User) Block() { u.setBlocked(true) }

// Unblock lets the bot write again.
func (u *User) Unblock() { u.setBlocked(false) }

func (u *User) setBlocked(to bool) {
	u.s.do(func() {
		if u.blocked == to {
			return
		}
		u.blocked = to
		if !u.started {
			return
		}
		from, now := Member, Kicked
		if !to {
			from, now = Kicked, Member
		}
		u.s.push("my_chat_member", chatLane(u.private.id), updateLife, wireMemberUpdate{
			Chat: u.private.wire(), From: u.profile.wire(), Date: unix(u.s.now()),
			OldChatMember: u.private.wireMember(u.s.bot, from), NewChatMember: u.private.wireMember(u.s.bot, now),
		})
		u.s.emit(Event{Kind: EventMember, Chat: u.private, User: u})
	})
}

// DeleteAccount removes the person from Telegram: they leave every chat, and
// the bot's messages to them are refused.
func (u *User) DeleteAccount() {
	u.s.do(func() {
		u.gone = true
		u.s.emit(Event{Kind: EventMember, User: u, Chat: u.private})
	})
}
