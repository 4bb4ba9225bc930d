package sandbox

// Person is somebody to be played.
type Person struct {
	First, Last string
	Username    string // without @; may be empty
	Language    string // IETF tag of the app's language; may be empty
	// About says what the person is in this practice, by language. Telegram
	// never sees it; the page shows it.
	About map[string]string
}

// Profile is what others see of a user.
type Profile struct {
	ID          int64
	First, Last string
	Username    string
	Language    string
	Bot         bool
}

// Name returns first and last name.
func (p Profile) Name() string {
	if p.Last == "" {
		return p.First
	}
	return p.First + " " + p.Last
}

// User is a person played through the driver. The methods that write return
// nil when the person may not write there (not a member, blocked, removed).
type User struct {
	s       *Server
	profile Profile
	about   map[string]string
	private *Chat

	// guarded by Server.mu
	started bool // has pressed Start: the bot may write
	blocked bool
	gone    bool // the account was deleted
	seen    bool // the bot has met the person somewhere
	where   Place
	phone   string
}

// NewUser adds a person to the world.
func (s *Server) NewUser(p Person) *User {
	var u *User
	s.do(func() {
		u = &User{s: s, about: p.About, profile: Profile{
			ID: s.newUserID(), First: p.First, Last: p.Last, Username: p.Username, Language: p.Language,
		}}
		u.phone = s.newPhone()
		u.private = newChat(s, u.profile.ID, Private)
		u.private.peer = u
		s.users[u.profile.ID] = u
		s.people = append(s.people, u)
		s.chats[u.private.id] = u.private
		if p.Username != "" {
			s.byName[fold(p.Username)] = u.profile.ID
		}
		s.emit(Event{Kind: EventUser, User: u, Chat: u.private})
	})
	return u
}

// Users returns everybody, in the order they were added.
func (s *Server) Users() []*User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*User(nil), s.people...)
}

// User returns the person with that id, or nil.
func (s *Server) User(id int64) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users[id]
}

// ID returns the user's id: up to 52 bits, not always above 2^31.
func (u *User) ID() int64 { return u.profile.ID }

// Name returns first and last name.
func (u *User) Name() string { return u.profile.Name() }

// Profile returns what others see of the person.
func (u *User) Profile() Profile { return u.profile }

// About returns what the person is in this practice, in that language, else
// in English, else empty.
func (u *User) About(language string) string {
	if text, ok := u.about[language]; ok {
		return text
	}
	return u.about["en"]
}

// Private returns the person's private chat with the bot. It exists from the
// beginning, but the bot may write there only after the person did.
func (u *User) Private() *Chat { return u.private }

// Started says whether the person has ever written to the bot in private.
func (u *User) Started() bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.started
}

// Blocked says whether the person has blocked the bot.
func (u *User) Blocked() bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.blocked
}

// Chats returns the chats the person is in: the private chat with the bot
// first, then groups and channels in the order they were made.
func (u *User) Chats() []*Chat {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	chats := []*Chat{u.private}
	for _, c := range u.s.rooms {
		if c.movedTo == 0 && c.has(u) {
			chats = append(chats, c)
		}
	}
	return chats
}

// In says whether the person is in the chat and may read it.
func (u *User) In(c *Chat) bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return c.has(u)
}

// Sees returns what the person sees of a chat: its messages and the ephemeral
// ones meant for them. It is empty for somebody who is not in the chat.
func (u *User) Sees(c *Chat) []*Message {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	if !c.has(u) {
		return nil
	}
	var seen []*Message
	for _, m := range c.messages {
		if m.Only == 0 || m.Only == u.profile.ID {
			seen = append(seen, m)
		}
	}
	return seen
}

// KeyboardIn returns the reply keyboard the person now has below the input
// line of that chat, or nil.
func (u *User) KeyboardIn(c *Chat) *ReplyKeyboard {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return c.keyboardFor(u)
}
