package sandbox

// NewGroup makes a group or channel with these people in it; the first is the
// owner. The bot is told what Telegram would tell it.
func (s *Server) NewGroup(info GroupInfo, people ...*User) *Chat {
	if info.Kind == "" || info.Kind == Private {
		info.Kind = Supergroup
	}
	var c *Chat
	s.do(func() {
		c = newChat(s, s.newChatID(info.Kind), info.Kind)
		c.title, c.username = info.Title, info.Username
		s.chats[c.id] = c
		s.rooms = append(s.rooms, c)
		if info.Username != "" {
			s.byName[fold(info.Username)] = c.id
		}
		for i, u := range people {
			c.members = append(c.members, u)
			c.standing[u.profile.ID] = Member
			if i == 0 {
				c.standing[u.profile.ID] = Owner
			}
		}
		s.emit(Event{Kind: EventChat, Chat: c})
		c.serve(c.owner(), &Service{Kind: ServiceCreated})
		if !info.NoBot {
			c.addBot()
		}
		if info.BotAdmin {
			c.setBot(c.owner(), Admin)
		}
	})
	return c
}

// Add lets people join, as with an invitation link.
func (c *Chat) Add(people ...*User) {
	c.s.do(func() {
		for _, u := range people {
			c.join(u, u, nil)
		}
	})
}

// Remove throws people out; the owner acts.
func (c *Chat) Remove(people ...*User) {
	c.s.do(func() {
		for _, u := range people {
			if c.status(u).in() && c.peer == nil {
				c.leave(c.owner(), u, Kicked)
			}
		}
	})
}

// Leave lets the person go of their own will.
func (u *User) Leave(c *Chat) {
	u.s.do(func() {
		if c.status(u).in() && c.peer == nil {
			c.leave(u, u, Left)
		}
	})
}

// Promote makes somebody an administrator.
func (c *Chat) Promote(u *User) { c.setStanding(u, Admin) }

// Demote makes an administrator an ordinary member again.
func (c *Chat) Demote(u *User) { c.setStanding(u, Member) }

func (c *Chat) setStanding(u *User, to MemberStatus) {
	c.s.do(func() {
		from := c.status(u)
		if c.peer != nil || !from.in() || from == Owner || from == to {
			return
		}
		c.standing[u.profile.ID] = to
		c.tellMember(c.owner(), u.profile, from, to, nil)
	})
}

// Hide lets an administrator write in the name of the group: the bot sees no
// name, and poll votes of theirs as the chat's.
func (c *Chat) Hide(u *User, hidden bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.peer == nil && c.status(u).leads() {
		c.hidden[u.profile.ID] = hidden
	}
}

// AddBot brings the bot in; the owner acts.
func (c *Chat) AddBot() { c.s.do(c.addBot) }

// RemoveBot throws the bot out; the owner acts.
func (c *Chat) RemoveBot() { c.s.do(func() { c.setBot(c.owner(), Kicked) }) }

// PromoteBot makes the bot an administrator.
func (c *Chat) PromoteBot() { c.s.do(func() { c.setBot(c.owner(), Admin) }) }

// DemoteBot makes the bot an ordinary member again.
func (c *Chat) DemoteBot() { c.s.do(func() { c.setBot(c.owner(), Member) }) }

// Migrate upgrades a basic group to a supergroup, which gets a new id, and
// returns it. The old chat stays, but the bot's calls to it are refused with
// the new id. It returns c itself for any other kind of chat.
func (c *Chat) Migrate() *Chat {
	if c.kind != Group {
		return c
	}
	var next *Chat
	c.s.do(func() {
		if c.movedTo != 0 {
			next = c.s.chats[c.movedTo]
			return
		}
		next = c.upgrade()
	})
	return next
}

func (c *Chat) upgrade() *Chat {
	s := c.s
	next := newChat(s, s.newChatID(Supergroup), Supergroup)
	next.title, next.botStatus, next.botSpoke = c.title, c.botStatus, c.botSpoke
	next.members = append(next.members, c.members...)
	for id, st := range c.standing {
		next.standing[id] = st
	}
	for id, k := range c.keyboard {
		next.keyboard[id] = k
	}
	next.movedFrom = c.id
	s.chats[next.id] = next
	s.rooms = append(s.rooms, next)
	s.emit(Event{Kind: EventChat, Chat: next})
	c.serve(c.owner(), &Service{Kind: ServiceMigratedTo, Chat: next.id})
	c.movedTo = next.id
	next.serve(nil, &Service{Kind: ServiceMigratedFrom, Chat: c.id})
	return next
}

// The rest of this file is used with Server.mu held.

// owner returns who made the chat, or nil.
func (c *Chat) owner() *User {
	for _, u := range c.members {
		if c.standing[u.profile.ID] == Owner {
			return u
		}
	}
	if len(c.members) > 0 {
		return c.members[0]
	}
	return nil
}

// serve writes a service message in the name of who acts; nil means the group.
func (c *Chat) serve(who *User, v *Service) *Message {
	m := &Message{Kind: KindService, Service: v, From: anonymousAdmin, SenderChat: c}
	if who != nil && c.kind != Channel {
		m.From, m.SenderChat = who.profile, nil
	} else if c.kind == Channel {
		m.From = Profile{}
	}
	c.add(m)
	c.s.tellBot(m, "message")
	return m
}

func (c *Chat) addBot() {
	if c.peer != nil || c.botIs().in() {
		return
	}
	by := c.owner()
	to := Member
	if c.kind == Channel {
		to = Admin // bots are in channels only as administrators
	}
	c.setBot(by, to)
	if c.kind != Channel {
		c.serve(by, &Service{Kind: ServiceJoined, Members: []Profile{c.s.bot}})
	}
}

// setBot changes what the bot is here and tells it.
func (c *Chat) setBot(by *User, to MemberStatus) {
	from := c.botIs()
	if c.peer != nil || from == to || c.movedTo != 0 || (to == Kicked && !from.in()) {
		return
	}
	c.botStatus = to
	c.s.emit(Event{Kind: EventMember, Chat: c})
	who := c.s.bot
	if by != nil {
		who = by.profile
		by.seen = true
	}
	c.s.push("my_chat_member", chatLane(c.id), updateLife, wireMemberUpdate{
		Chat: c.wire(), From: who.wire(), Date: unix(c.s.now()),
		OldChatMember: c.wireMember(c.s.bot, from), NewChatMember: c.wireMember(c.s.bot, to),
	})
}

func (c *Chat) join(by, u *User, link *InviteLink) {
	from := c.status(u)
	if c.peer != nil || from.in() || c.movedTo != 0 || u.gone {
		return
	}
	if _, was := c.standing[u.profile.ID]; !was {
		c.members = append(c.members, u)
	}
	c.standing[u.profile.ID] = Member
	c.tellMember(by, u.profile, from, Member, link)
	if c.kind != Channel {
		c.serve(by, &Service{Kind: ServiceJoined, Members: []Profile{u.profile}})
	}
}

func (c *Chat) leave(by, u *User, to MemberStatus) {
	from := c.status(u)
	c.standing[u.profile.ID] = to
	delete(c.hidden, u.profile.ID)
	c.tellMember(by, u.profile, from, to, nil)
	if c.kind != Channel {
		c.serve(by, &Service{Kind: ServiceLeft, Members: []Profile{u.profile}})
	}
}

// tellMember tells subscribers and, where it leads, the bot that somebody's
// standing changed.
func (c *Chat) tellMember(by *User, who Profile, from, to MemberStatus, link *InviteLink) {
	c.s.emit(Event{Kind: EventMember, Chat: c, User: c.s.users[who.ID]})
	if !c.botIs().leads() {
		return
	}
	acting := who
	if by != nil {
		acting = by.profile
	}
	up := wireMemberUpdate{
		Chat: c.wire(), From: acting.wire(), Date: unix(c.s.now()),
		OldChatMember: c.wireMember(who, from), NewChatMember: c.wireMember(who, to),
	}
	if link != nil {
		up.InviteLink = link.wire(c.s.bot)
	}
	c.s.push("chat_member", chatLane(c.id), updateLife, up)
}
