package sandbox

import "slices"

// Pin pins a message as the person, who must run the chat; in a private chat
// anybody may. It returns the pinned version, or nil.
func (u *User) Pin(m *Message) *Message {
	if m == nil {
		return nil
	}
	var pinned *Message
	u.s.do(func() {
		c := m.Chat
		now := c.message(m.ID)
		if now == nil || now.Only != 0 || now.Kind == KindService || !c.has(u) || (c.peer == nil && !c.status(u).leads()) {
			return
		}
		c.pinned = append(slices.DeleteFunc(c.pinned, func(id int) bool { return id == m.ID }), m.ID)
		pinned = now.version()
		pinned.Pinned = true
		c.replace(pinned, EventPin)
		c.serve(u, &Service{Kind: ServicePinned, Pinned: pinned})
	})
	return pinned
}
