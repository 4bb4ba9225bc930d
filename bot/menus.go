package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"huimin/locales"
	"huimin/store"
)

// kindMenu is the list of commands that Telegram shows beside the text field.
const kindMenu = "menu"

// menuData says whose list it is: everybody's in private chats or in groups,
// or one person's.
type menuData struct {
	Scope    string        `json:"scope"` // Telegram's name of it
	Lang     locales.Lang  `json:"lang"`  // the words' language
	Code     string        `json:"code"`  // for whom: empty for everybody whose language has no list
	Staff    bool          `json:"staff,omitempty"`
	Commands []menuCommand `json:"commands,omitempty"`
}

// menuCommand is one line of the list.
type menuCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Telegram's names of the scopes.
const (
	menuPrivate = "all_private_chats"
	menuGroups  = "all_group_chats"
	menuChat    = "chat"
)

// menuFor lists the commands of a scope in a language.
func (r *router) menuFor(d menuData) ([]menuCommand, error) {
	list := []menuCommand{}
	for _, c := range r.commands {
		if c.Describe.IsZero() || !c.listed(d) {
			continue
		}
		words, err := r.book.Plain(d.Lang, c.Describe)
		if err != nil {
			return nil, fmt.Errorf("menu line of %s: %w", c.Name, err)
		}
		list = append(list, menuCommand{Command: c.Name, Description: words})
	}
	return list, nil
}

func (c *command) listed(d menuData) bool {
	switch c.Scope {
	case anywhere:
		return true
	case inGroups:
		return d.Scope == menuGroups
	case inPrivate:
		return d.Scope != menuGroups
	case forStaff:
		return d.Scope == menuChat && d.Staff
	}
	return false
}

// queueMenus queues everybody's lists, once for each change of them.
func (r *router) queueMenus(tx *store.Tx, now time.Time) error {
	for _, scope := range []string{menuPrivate, menuGroups} {
		for i, l := range locales.Languages() {
			codes := []string{string(l)}
			if i == 0 {
				codes = append(codes, "") // the first language is for everybody else too
			}
			for _, code := range codes {
				if err := r.queueList(tx, menuData{Scope: scope, Lang: l, Code: code}, now); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r *router) queueList(tx *store.Tx, d menuData, now time.Time) (err error) {
	if d.Commands, err = r.menuFor(d); err != nil {
		return err
	}
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("menu: %w", err)
	}
	sum := sha256.Sum256(data)
	key := "menu:" + d.Scope + ":" + d.Code + ":" + hex.EncodeToString(sum[:8])
	return tx.Send(store.Outgoing{Key: key, Kind: kindMenu, Data: data, Lane: store.LaneBroadcast}, now)
}

// queueMenu queues the list of one person.
func (t *turn) queueMenu(chat int64, l locales.Lang, staff bool) error {
	d := menuData{Scope: menuChat, Lang: l, Staff: staff}
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("menu: %w", err)
	}
	return t.tx.Send(store.Outgoing{Kind: kindMenu, Topic: kindMenu, Chat: chat, Data: data, Lane: store.LaneNotice}, t.now)
}
