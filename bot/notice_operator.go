package bot

import (
	"encoding/json"
	"errors"
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
	kindChatGone     = "operator_chat_gone"
)

// toOperators tells whether a kind of notice goes to whoever runs the bot:
// about one that cannot be sent, nobody can be told.
func toOperators(kind string) bool {
	return kind == kindUpdateFailed || kind == kindSendFailed || kind == kindUncertain || kind == kindChatGone
}

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

// letBeButton gives up a message that failed.
type letBeButton struct{ Row int64 }

// updateButton tries an update that was set aside once more, or gives it up.
type updateButton struct {
	Seq   int64
	Again bool
}

// operatorFlow tells whoever runs the bot what needs a person's eye.
func operatorFlow(r *router) {
	r.notice(kindUpdateFailed, wordUpdateFailed)
	r.notice(kindSendFailed, wordSendFailed)
	r.notice(kindUncertain, wordUncertain)
	r.notice(kindChatGone, wordChatGone)
	pressOpen(r, "op", r.settleUncertain)
	pressOpen(r, "ol", func(t *turn, b letBeButton) error {
		return operate(t, t.tx.LetBe(b.Row), locales.OperatorLetBe(int(b.Row)))
	})
	pressOpen(r, "ou", settleUpdate)
}

func wordUpdateFailed(v *view, data json.RawMessage) (screen, error) {
	var d updateFailed
	if err := json.Unmarshal(data, &d); err != nil {
		return screen{}, err
	}
	u, err := v.tx.FailedUpdate(d.Seq)
	if err != nil {
		return screen{}, err // settled meanwhile
	}
	s := screen{Text: locales.OperatorUpdateFailed(int(d.Seq), d.Why)}
	if u.Body != nil { // whoever sent it has not deleted their data
		s.Keys = append(s.Keys, []key{v.key(locales.OperatorRetryButton(), updateButton{Seq: d.Seq, Again: true})})
	}
	s.Keys = append(s.Keys, []key{v.key(locales.OperatorLetBeButton(), updateButton{Seq: d.Seq})})
	return s, nil
}

func wordSendFailed(v *view, data json.RawMessage) (screen, error) {
	var d rowTrouble
	if err := json.Unmarshal(data, &d); err != nil {
		return screen{}, err
	}
	q, err := v.tx.Queued(d.Row)
	if err != nil {
		return screen{}, err
	}
	if q.Status != store.OutboxFailed {
		return screen{}, errNothing
	}
	return screen{
		Text: locales.OperatorSendFailed(int(d.Row), kindName(d.Kind), d.Why),
		Keys: [][]key{
			{v.key(locales.OperatorAgainButton(), uncertainButton{Row: d.Row, Again: true})},
			{v.key(locales.OperatorLetBeButton(), letBeButton{Row: d.Row})},
		},
	}, nil
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

// operate says that something is settled, when whoever pressed runs the bot;
// otherwise what was done is undone with the error.
func operate(t *turn, err error, done locales.Message) error {
	may, asked := t.operators(t.tx)
	switch {
	case asked != nil:
		return asked
	case !slices.Contains(may, t.user.ID):
		return refuse(locales.OperatorOnlyAlert())
	case errors.Is(err, store.ErrNotFound):
		return refuse(locales.OperatorSettledBeforeAlert())
	case err != nil:
		return err
	}
	return t.show(screen{Text: done})
}

func settleUpdate(t *turn, b updateButton) error {
	if !b.Again {
		return operate(t, t.tx.LetUpdateBe(b.Seq), locales.OperatorUpdateLetBe(int(b.Seq)))
	}
	wake(t.arrived) // whoever looks finds it after this is committed: there is one writer
	return operate(t, t.tx.RetryUpdate(b.Seq), locales.OperatorRetried(int(b.Seq)))
}

func (r *router) settleUncertain(t *turn, b uncertainButton) error {
	if b.Again {
		return operate(t, t.tx.Requeue(b.Row, t.now), locales.OperatorQueued(int(b.Row)))
	}
	q, err := t.tx.Queued(b.Row)
	if err != nil {
		return operate(t, err, locales.Message{})
	}
	// A post can be edited only when its number is known. A press on it will
	// tell; until then later changes stay unsaid, rather than stand beside it.
	// Where there is nothing to press they become a new message.
	if s, err := r.screenOf(t.tx, q, t.now); q.Topic != "" && err == nil && s != nil && s.pressable() {
		return operate(t, t.tx.ArrivedUnseen(b.Row, t.now), locales.OperatorSeen(int(b.Row)))
	}
	return operate(t, t.tx.Arrived(b.Row, 0, t.now), locales.OperatorSettled(int(b.Row)))
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
	case office.KindBallotResult, office.KindBallotPapers:
		return locales.KindBallotResult()
	case office.KindBallotReminder:
		return locales.KindBallotReminder()
	case office.KindTask, office.KindPause, office.KindOpinion:
		return locales.KindTask()
	case office.KindRoleGiven, office.KindRoleEnded, office.KindTermChanged:
		return locales.KindRole()
	case office.KindPledge, office.KindPledgesOver, office.KindMoneyBack, office.KindTransfer, office.KindTransferPost:
		return locales.PurseMoneyButton()
	case office.KindBulletin, office.KindRollup:
		return locales.KindBulletin()
	case office.KindMinutesPost, office.KindMinutesPaper, office.KindMinutesSign:
		return locales.KindMinutes()
	case kindUpdateFailed, kindSendFailed, kindUncertain, kindChatGone:
		return locales.KindOperator()
	}
	return locales.KindReply()
}
