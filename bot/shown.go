package bot

import "sync"

// shownSize is how many messages are remembered before the older ones are
// forgotten.
const shownSize = 2048

// shown remembers what messages showed last, so that one that shows it already
// is left alone: Telegram refuses an edit that changes nothing. It is a matter
// of politeness, and does not outlive the process.
type shown struct {
	mu         sync.Mutex
	young, old map[message]string // digests
}

// message names a message wherever it stands.
type message struct {
	chat int64
	id   int
}

func newShown() *shown { return &shown{young: map[message]string{}} }

// set remembers what a message shows.
func (s *shown) set(chat int64, id int, digest []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.young) >= shownSize {
		s.young, s.old = map[message]string{}, s.young
	}
	s.young[message{chat, id}] = string(digest)
}

// get gives the digest of what a message shows; "" when that is not known.
func (s *shown) get(chat int64, id int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if digest, ok := s.young[message{chat, id}]; ok {
		return digest
	}
	return s.old[message{chat, id}]
}

// is tells whether a message is known to show something.
func (s *shown) is(chat int64, id int, digest []byte) bool { return s.get(chat, id) == string(digest) }

// forget is for a message of which nobody knows any more what it shows.
func (s *shown) forget(chat int64, id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.young, message{chat, id})
	delete(s.old, message{chat, id})
}
