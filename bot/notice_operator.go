package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// The kinds of notice to whoever runs the bot.
const (
	kindUpdateFailed = "operator_update_failed"
	kindSendFailed   = "operator_send_failed"
	kindUncertain    = "operator_uncertain"
)

// updateFailed points at an update that was set aside. Why is a class of
// error: it holds nothing that people wrote.
type updateFailed struct {
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

// rowTrouble points at a message that was laid aside.
type rowTrouble struct {
	Row  int64  `json:"row"`
	Kind string `json:"kind"`
	Why  string `json:"why"`
}

// uncertainButton settles a message of which nobody knows whether it arrived.
type uncertainButton struct {
	Row   int64
	Again bool
}

// operatorFlow tells whoever runs the bot what needs a person's eye.
func operatorFlow(r *router) {
	r.notice(kindUpdateFailed, func(_ *view, data json.RawMessage) (screen, error) {
		var d updateFailed
		err := json.Unmarshal(data, &d)
		return screen{Text: locales.OperatorUpdateFailed(int(d.Seq), d.Why)}, err
	})
	r.notice(kindSendFailed, func(_ *view, data json.RawMessage) (screen, error) {
		var d rowTrouble
		err := json.Unmarshal(data, &d)
		return screen{Text: locales.OperatorSendFailed(int(d.Row), kindName(d.Kind), d.Why)}, err
	})
	r.notice(kindUncertain, wordUncertain)
	pressOpen(r, "op", settleUncertain)
}

func wordUncertain(v *view, data json.RawMessage) (screen, error) {
	var d rowTrouble
	if err := json.Unmarshal(data, &d); err != nil {
		return screen{}, err
	}
	q, err := v.tx.Queued(d.Row)
	if err != nil {
		return screen{}, err
	}
	if q.Status != store.OutboxUncertain {
		return screen{}, errNothing
	}
	where := strconv.FormatInt(q.Chat, 10)
	if c, err := v.tx.Chat(q.Chat); err == nil && c.Title != "" {
		where = c.Title
	}
	return screen{
		Text: locales.OperatorUncertain(int(d.Row), kindName(d.Kind), where),
		Keys: [][]key{
			{v.key(locales.OperatorArrivedButton(), uncertainButton{Row: d.Row})},
			{v.key(locales.OperatorAgainButton(), uncertainButton{Row: d.Row, Again: true})},
		},
	}, nil
}

func settleUncertain(t *turn, b uncertainButton) error {
	may, err := t.operators(t.tx)
	if err != nil {
		return err
	}
	if !slices.Contains(may, t.user.ID) {
		return refuse(locales.OperatorOnlyAlert())
	}
	done := locales.OperatorSettled(int(b.Row))
	if b.Again {
		done = locales.OperatorQueued(int(b.Row))
		err = t.tx.Requeue(b.Row, t.now)
	} else {
		err = t.tx.Arrived(b.Row, 0, t.now)
	}
	if errors.Is(err, store.ErrNotFound) {
		return refuse(locales.OperatorSettledBeforeAlert())
	}
	if err != nil {
		return err
	}
	return t.show(screen{Text: done})
}

// tellOperators queues a notice to everybody who runs the bot, once for a key.
func (b *Bot) tellOperators(tx *store.Tx, kind, key string, data any) error {
	chats, err := b.operators(tx)
	if err != nil {
		return fmt.Errorf("operators: %w", err)
	}
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("tell operators: %w", err)
	}
	for _, chat := range chats {
		err := tx.Send(store.Outgoing{
			Key: key + ":" + strconv.FormatInt(chat, 10), Kind: kind, Chat: chat, Data: body, Lane: store.LaneNotice,
		}, b.now())
		if err != nil {
			return err
		}
	}
	return nil
}

// kindName says what a kind of message is about.
func kindName(kind string) locales.Message {
	switch kind {
	case kindMenu:
		return locales.KindMenu()
	case office.KindRequestPost:
		return locales.KindRequestPost()
	case office.KindRequestChanged, office.KindRequestComment, office.KindRequestQuestion,
		office.KindMergeAsk, office.KindMergeAnswered, office.KindMergeDone:
		return locales.KindRequestNews()
	case office.KindProjectPost:
		return locales.KindProjectPost()
	case office.KindBallotPost:
		return locales.KindBallotPost()
	case office.KindBallotResult:
		return locales.KindBallotResult()
	case office.KindBallotReminder:
		return locales.KindBallotReminder()
	case office.KindTask:
		return locales.KindTask()
	case office.KindRoleGiven, office.KindRoleEnded:
		return locales.KindRole()
	case office.KindBulletin, office.KindRollup:
		return locales.KindBulletin()
	case kindUpdateFailed, kindSendFailed, kindUncertain:
		return locales.KindOperator()
	}
	return locales.KindReply()
}
