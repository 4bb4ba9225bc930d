package main

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

//go:embed city
var cityFiles embed.FS

// cityFile is the demo's city as it is written down.
type cityFile struct {
	Places   []placeEntry                 `toml:"place"`
	People   []personEntry                `toml:"person"`
	Groups   []groupEntry                 `toml:"group"`
	Spots    []spotEntry                  `toml:"spot"`
	Headings map[string]map[string]string `toml:"heading"`
	Opening  openingEntry
}

type placeEntry struct {
	Kind   fund.PlaceKind
	Code   string
	In     string // the code of the place above
	Name   string
	NameEn string `toml:"name_en"`
}

type personEntry struct {
	Key      string
	Name     string // as in Telegram
	Lang     string
	Home     string // the code of a community; may be empty
	Role     fund.Role
	At       string // the code of the place where the role is held
	Bureau   fund.Bureau
	Stranger bool // has never used the bot
	Heading  string
	Zh, En   string // who it is
}

type groupEntry struct {
	Title   string
	Place   string
	Purpose store.Purpose
	Lang    string
	Members []string // keys; the first owns the group
	Hello   string   // what the owner writes in it; {bot} is the bot's name
}

type spotEntry struct {
	Zh, En   string
	Lat, Lon float64
}

// readCity reads a file of the demo's city; a word in it that nobody knows is
// an error.
func readCity(name string, into any) error {
	data, err := cityFiles.ReadFile("city/" + name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	known, err := toml.Decode(string(data), into)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if strange := known.Undecoded(); len(strange) > 0 {
		return fmt.Errorf("read %s: nothing is called %s", name, strange[0])
	}
	return nil
}

// city is the city while it is played: who is who in the practice Telegram and
// in the books.
type city struct {
	file     cityFile
	telegram *sandbox.Server
	users    map[string]*sandbox.User // by key
	groups   []*sandbox.Chat          // as in the file
	pictures drawn
}

// newCity puts the city's people and groups into an empty practice Telegram:
// always in the same order, so that they have the same numbers each time.
func newCity(s *sandbox.Server) (*city, error) {
	c := &city{telegram: s, users: make(map[string]*sandbox.User), pictures: drawn{}}
	if err := readCity("city.toml", &c.file); err != nil {
		return nil, err
	}
	for _, p := range c.file.People {
		person := sandbox.Person{First: p.Name, Language: p.Lang, About: map[string]string{"zh": p.Zh, "en": p.En}}
		if first, last, ok := strings.Cut(p.Name, " "); ok {
			person.First, person.Last = first, last
		}
		if person.Language == "zh" {
			person.Language = "zh-hans"
		}
		c.users[p.Key] = s.NewUser(person)
	}
	for _, g := range c.file.Groups {
		var members []*sandbox.User
		for _, key := range g.Members {
			u := c.users[key]
			if u == nil {
				return nil, fmt.Errorf("group %s: nobody is called %s", g.Title, key)
			}
			members = append(members, u)
		}
		c.groups = append(c.groups, s.NewGroup(sandbox.GroupInfo{Title: g.Title, BotAdmin: true}, members...))
	}
	return c, nil
}

// sameCity finds the city's people and groups in a practice Telegram that was
// kept; people who are not found there are not the city's.
func sameCity(s *sandbox.Server) (*city, error) {
	c := &city{telegram: s, users: make(map[string]*sandbox.User), pictures: drawn{}}
	if err := readCity("city.toml", &c.file); err != nil {
		return nil, err
	}
	people, rooms := s.Users(), s.Chats()
	if len(people) < len(c.file.People) || len(rooms) < len(c.file.Groups) {
		return nil, nil //nolint:nilnil // a practice Telegram without the city
	}
	for i, p := range c.file.People {
		if people[i].Name() != p.Name {
			return nil, nil //nolint:nilnil // as above
		}
		c.users[p.Key] = people[i]
	}
	c.groups = rooms[:len(c.file.Groups)]
	return c, nil
}

// admins gives the Telegram ids of the city's administrators.
func (c *city) admins() []int64 {
	var ids []int64
	for _, p := range c.file.People {
		if p.Role == fund.RoleAdmin {
			ids = append(ids, c.users[p.Key].ID())
		}
	}
	return ids
}

// heading gives the words under which the page lists a person.
func (c *city) heading(u *sandbox.User) map[string]string {
	for _, p := range c.file.People {
		if c.users[p.Key] == u {
			return c.file.Headings[p.Heading]
		}
	}
	return nil
}

// spots gives the places that the page offers to send.
func (c *city) spots() []sandbox.PagePlace {
	var list []sandbox.PagePlace
	for _, s := range c.file.Spots {
		list = append(list, sandbox.PagePlace{
			Label: map[string]string{"zh": s.Zh, "en": s.En}, Latitude: s.Lat, Longitude: s.Lon,
		})
	}
	return list
}

// addPlaces enters the city's places into empty books.
func addPlaces(ctx context.Context, p *parts, list []placeEntry) error {
	return p.db.Write(ctx, func(tx *store.Tx) error {
		act := office.ByOperator(tx, p.now())
		ids := make(map[string]fund.PlaceID)
		for _, e := range list {
			place, err := p.office.AddPlace(act, ids[e.In], e.Kind, e.Code, e.Name, e.NameEn)
			if err != nil {
				return fmt.Errorf("place %s: %w", e.Code, err)
			}
			ids[e.Code] = place.ID
		}
		return nil
	})
}

// person finds somebody of the city in the books, or [store.ErrNotFound].
func (c *city) person(tx *store.Tx, key string) (fund.Person, error) {
	u := c.users[key]
	if u == nil {
		return fund.Person{}, fmt.Errorf("nobody is called %s", key)
	}
	p, err := tx.PersonByTelegram(u.ID())
	if err != nil {
		return p, fmt.Errorf("%s: %w", key, err)
	}
	return p, nil
}

// holders gives the keys of those who hold a role at a place, in the order of
// the file.
func (c *city) holders(role fund.Role, at string) []string {
	var keys []string
	for _, p := range c.file.People {
		if p.Role == role && p.At == at {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// neighbours gives the keys of those who live in a community and use the bot,
// without some.
func (c *city) neighbours(home string, without ...string) []string {
	var keys []string
	for _, p := range c.file.People {
		if p.Home == home && !p.Stranger && !slices.Contains(without, p.Key) {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// deciders gives the keys of those at a district who speak for its leading
// group as a whole, and for no bureau.
func (c *city) deciders(at string) []string {
	var keys []string
	for _, p := range c.file.People {
		if p.Role == fund.RoleDistrict && p.At == at && p.Bureau == "" {
			keys = append(keys, p.Key)
		}
	}
	return keys
}
