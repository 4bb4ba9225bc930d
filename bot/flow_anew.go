package bot

import (
	"strconv"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// revoting is an item being voted on anew.
type revoting struct {
	Meeting fund.MeetingID `json:"meeting"`
	Item    int            `json:"item"`
	Reason  string         `json:"reason,omitempty"`
	Minutes int            `json:"minutes,omitempty"`
}

// anewButton begins to vote on an item anew.
type anewButton struct {
	Meeting fund.MeetingID
	Item    int
}

// anewFlow is voting on an item once more, with a reason.
func (g *gathering) anewFlow(r *router) {
	g.anew = form(r, g.anewForm())
	press(r, "ga", func(t *turn, b anewButton) error {
		if err := g.office.Presides(t.act(), b.Meeting); err != nil {
			return err
		}
		return g.anew.begin(t, revoting{Meeting: b.Meeting, Item: b.Item})
	})
}

func (g *gathering) anewForm() dialog.Form[*turn, revoting] {
	return dialog.Form[*turn, revoting]{
		Name: "vote_anew", Title: locales.AnewTitle(),
		Steps: []dialog.Step[*turn, revoting]{
			{
				Key: "reason",
				Ask: func(t *turn, d revoting) (dialog.View, error) {
					title, err := g.itemTitle(t, d.Meeting, d.Item)
					return dialog.View{Text: locales.AnewReasonAsk(d.Item, title)}, err
				},
				Take: func(t *turn, d *revoting, a dialog.Answer) error {
					return takeText(a, g.office.Rules(t.now).Requests.CheckReason, &d.Reason)
				},
			},
			{Key: "length", Ask: g.askLength, Take: g.takeLength},
		},
		Done: func(t *turn, d revoting) error {
			b, err := g.office.OpenItem(t.act(), d.Meeting, office.ItemVote{
				Item: d.Item, Length: time.Duration(d.Minutes) * time.Minute, Reason: d.Reason,
			})
			if err != nil {
				return again(err)
			}
			return g.showOpened(t, b)
		},
	}
}

func (g *gathering) itemTitle(t *turn, id fund.MeetingID, n int) (string, error) {
	v, err := g.office.Meeting(t.act(), id)
	if err != nil {
		return "", err
	}
	item, ok := v.Meeting.Item(n)
	if !ok {
		return "", office.ErrNoAgendaItem
	}
	return agendaTitle(t.tx, g.office, item)
}

// voteLengths are for how long a vote in a meeting may be open, in minutes.
func (g *gathering) voteLengths(t *turn, id fund.MeetingID) ([]int, error) {
	v, err := g.office.Meeting(t.act(), id)
	if err != nil {
		return nil, err
	}
	var minutes []int
	for _, length := range g.office.Rules(v.Meeting.Called).Meetings.VoteLengths {
		minutes = append(minutes, int(length/time.Minute))
	}
	return minutes, nil
}

func (g *gathering) askLength(t *turn, d revoting) (dialog.View, error) {
	title, err := g.itemTitle(t, d.Meeting, d.Item)
	if err != nil {
		return dialog.View{}, err
	}
	lengths, err := g.voteLengths(t, d.Meeting)
	var row []dialog.Choice
	for _, n := range lengths {
		row = append(row, dialog.Choice{Value: strconv.Itoa(n), Label: locales.MeetingMinutesButton(n)})
	}
	return dialog.View{Text: locales.MeetingLengthAsk(d.Item, title), Choices: [][]dialog.Choice{row}}, err
}

func (g *gathering) takeLength(_ *turn, d *revoting, a dialog.Answer) (err error) {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Minutes, err = strconv.Atoi(a.Choice)
	return err
}

// showOpened shows that a vote on an item has begun.
func (g *gathering) showOpened(t *turn, b fund.Ballot) error {
	return t.show(screen{Text: locales.RoomOpened(b.Item, b.Closes), Keys: [][]key{
		{t.key(locales.MeetingBallotButton(b.Item), ballotButton{b.ID})},
		{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})},
	}})
}
