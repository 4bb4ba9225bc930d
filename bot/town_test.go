package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// A town for the heavy tests: one community, one open ballot, and
// representatives who do nothing but vote and write.

// settleTown makes the town; its representatives have these Telegram ids.
func settleTown(tx *store.Tx, now time.Time, group int64, telegram []int64) (fund.BallotID, error) {
	var parent fund.PlaceID
	for i, kind := range fund.PlaceKinds() {
		var err error
		if parent, err = tx.AddPlace(fund.Place{Kind: kind, Parent: parent, Code: fmt.Sprint("P", i), Name: "柳"}); err != nil {
			return 0, err
		}
	}
	bound := store.Chat{
		ID: group, Kind: store.ChatSupergroup, Title: "Reps", Place: parent, Purpose: store.PurposeRepresentatives, BoundAt: now,
	}
	if err := tx.SaveChat(bound); err != nil {
		return 0, err
	}
	var members []fund.PersonID
	for _, id := range telegram {
		p, err := tx.AddPerson(fund.Person{
			Telegram: id, Name: "王**", Lang: "en", Community: parent, Consent: fund.ConsentVersion, ConsentAt: now, Created: now,
		})
		if err != nil {
			return 0, err
		}
		if _, err := tx.AddGrant(fund.Grant{Person: p, Role: fund.RoleRepresentative, Place: parent, Since: now.Add(-time.Hour)}, 0); err != nil {
			return 0, err
		}
		members = append(members, p)
	}
	project, err := tx.AddProject(fund.Project{
		Number: "P3-26-P01", Community: parent, Title: "Lamps", Item: "GG01", Status: fund.ProjectVoting,
		Funding: fund.Funding{Fund: fund.Yuan(10_000)}, Tier: fund.TierCommunity, Year: 2026, Created: now, Changed: now, HeldSince: now,
	})
	if err != nil {
		return 0, err
	}
	return tx.AddBallot(fund.Ballot{
		Kind: fund.BallotMotion, Project: project, Community: parent, Opened: now, Closes: now.Add(72 * time.Hour), Status: fund.BallotOpen,
	}, members)
}

// townVote is a vote in the town.
type townVote struct {
	Ballot fund.BallotID
	Choice fund.Choice
}

// recordTownSaid stands in the record for every text that was handled.
const recordTownSaid = "test_said"

// townFlow takes votes and texts: a text is noted and echoed, and every tenth
// is told to the group.
func townFlow(o *office.Office) flow {
	return func(r *router) {
		press(r, "v", func(t *turn, b townVote) error {
			if _, _, err := o.CastVote(t.act(), b.Ballot, b.Choice); err != nil {
				return err
			}
			t.toast(locales.Text("recorded: " + string(b.Choice)))
			return nil
		})
		r.text(func(t *turn) (bool, error) {
			if err := t.tx.Append(t.now, int64(t.person.ID), recordTownSaid, t.text()); err != nil {
				return true, err
			}
			if strings.HasSuffix(t.text(), "0") {
				news := screenData{Lang: t.lang, Screen: screen{Text: locales.Text("news " + t.text())}}
				if err := t.queue(townChat(t.text()), store.LaneReply, news); err != nil {
					return true, err
				}
			}
			return true, t.say(screen{Text: locales.Text("you said " + t.text())})
		})
		r.notice(office.KindBallotPost, func(v *view, data json.RawMessage) (screen, error) {
			var d office.BallotPost
			if err := json.Unmarshal(data, &d); err != nil {
				return screen{}, err
			}
			b, err := o.Ballot(v.tx, d.Ballot)
			if err != nil {
				return screen{}, err
			}
			s := screen{Text: locales.Text(fmt.Sprintf("%d have voted", b.Voted))}
			for _, c := range fund.Choices() {
				s.Keys = append(s.Keys, []key{v.key(locales.Text(string(c)), townVote{d.Ballot, c})})
			}
			return s, nil
		})
	}
}

// townChat reads from a text to which group it is told: "<number> <group> …".
func townChat(text string) int64 {
	var group int64
	var n int
	if _, err := fmt.Sscanf(text, "%d/%d", &group, &n); err != nil {
		return 0
	}
	return group
}
