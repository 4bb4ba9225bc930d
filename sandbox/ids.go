package sandbox

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// The functions of this file draw from Server.rng: the caller holds the lock.

// supergroupBase is what Telegram takes the number of a supergroup or channel
// away from to make its chat id.
const supergroupBase = -1_000_000_000_000

func fold(name string) string { return strings.ToLower(name) }

func botID(token string) int64 {
	number, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return 1000
	}
	return id
}

// newUserID draws an id: a third below 2^31, a third in today's range above
// it, a third up to 52 bits, so that nobody gets away with 32 bits.
func (s *Server) newUserID() int64 {
	for {
		var id int64
		switch len(s.people) % 3 {
		case 0:
			id = 100_000_000 + s.rng.Int64N(2_000_000_000)
		case 1:
			id = 5_000_000_000 + s.rng.Int64N(3_000_000_000)
		default:
			id = 1<<51 + s.rng.Int64N(1<<51)
		}
		if s.users[id] == nil && id != s.bot.ID {
			return id
		}
	}
}

func (s *Server) newChatID(kind ChatKind) int64 {
	for {
		id := -(100_000_000 + s.rng.Int64N(4_000_000_000))
		if kind != Group {
			id = supergroupBase - (1_000_000_000 + s.rng.Int64N(2_000_000_000))
		}
		if s.chats[id] == nil {
			return id
		}
	}
}

// publicPart is the number of a chat as it stands in message links.
func publicPart(id int64) int64 {
	if id <= supergroupBase {
		return supergroupBase - id
	}
	if id < 0 {
		return -id
	}
	return id
}

func (s *Server) newPhone() string { return fmt.Sprintf("+999%09d", s.rng.Int64N(1_000_000_000)) }

func (s *Server) newQueryID() string {
	return strconv.FormatInt(1<<60+s.rng.Int64N(1<<62), 10)
}

func (s *Server) newPollID() string { return s.newQueryID() }

func (s *Server) newAlbumID() string {
	return strconv.FormatInt(13_000_000_000_000_000+s.rng.Int64N(1_000_000_000_000_000), 10)
}

// newName draws n random bytes and writes them the way file ids and links are
// written.
func (s *Server) newName(n int) string {
	raw := make([]byte, 0, n+8)
	for len(raw) < n {
		raw = binary.LittleEndian.AppendUint64(raw, s.rng.Uint64())
	}
	return base64.RawURLEncoding.EncodeToString(raw[:n])
}

// chatInstance is the number callback queries name a chat by.
func (s *Server) chatInstance(c *Chat) string {
	return strconv.FormatInt(c.id*2_654_435_761, 10)
}
