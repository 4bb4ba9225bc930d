package bot

import (
	"encoding/json"
	"fmt"
	"strconv"

	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// tellOperators queues a notice to everybody who runs the bot, and to others
// whom it concerns, once for a key.
func (b *Bot) tellOperators(tx *store.Tx, kind, key string, data any, others ...int64) error {
	chats, err := b.operators(tx)
	if err != nil {
		return fmt.Errorf("operators: %w", err)
	}
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("tell operators: %w", err)
	}
	for _, chat := range append(chats, others...) {
		err := tx.Send(store.Outgoing{
			Key: key + ":" + strconv.FormatInt(chat, 10), Kind: kind, Chat: chat, Data: body, Lane: store.LaneNotice,
		}, b.now())
		if err != nil {
			return err
		}
	}
	return nil
}

// chatGone points at a bound chat that the bot cannot write to any more.
type chatGone struct {
	Chat int64 `json:"chat"`
}

// park holds back what waits for a chat that does not want the bot. When that
// chat serves a place, whoever runs the bot and the place's staff hear of it.
func (b *Bot) park(tx *store.Tx, chat int64) error {
	c, err := found(tx.Chat(chat))
	if err != nil {
		return err
	}
	if err := tx.Park(chat); err != nil || c.Purpose == "" || c.Blocked {
		return err
	}
	grants, err := tx.Holders(c.Place, fund.RoleStaff)
	if err != nil {
		return err
	}
	var staff []int64
	for _, g := range grants {
		if !g.Active(b.now()) {
			continue
		}
		p, err := tx.Person(g.Person)
		if err != nil {
			return err
		}
		if p.Telegram != 0 {
			staff = append(staff, p.Telegram)
		}
	}
	key := fmt.Sprintf("%s:%d:%d", kindChatGone, chat, b.now().Unix())
	return b.tellOperators(tx, kindChatGone, key, chatGone{Chat: chat}, staff...)
}

func wordChatGone(v *view, data json.RawMessage) (screen, error) {
	var d chatGone
	if err := json.Unmarshal(data, &d); err != nil {
		return screen{}, err
	}
	c, err := v.tx.Chat(d.Chat)
	if err != nil {
		return screen{}, err
	}
	if c.Purpose == "" || !c.Blocked {
		return screen{}, errNothing
	}
	at, err := v.tx.Place(c.Place)
	return screen{Text: locales.OperatorChatGone(c.Title, purposeName(c.Purpose), placeName(at))}, err
}
