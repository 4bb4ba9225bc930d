package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"huimin/fund"
)

// ground puts a city down to one community, and three people, and gives the
// community and the people.
func ground(t *testing.T, tx *Tx) (community fund.PlaceID, people []fund.PersonID) {
	t.Helper()
	for i, kind := range fund.PlaceKinds() {
		id, err := tx.AddPlace(fund.Place{Kind: kind, Parent: community, Code: "P" + string(rune('0'+i)), Name: "place"})
		if err != nil {
			t.Fatal(err)
		}
		community = id
	}
	for i := range int64(3) {
		id, err := tx.AddPerson(fund.Person{Telegram: 100 + i, Name: "*", Lang: "zh", Created: noon})
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, id)
	}
	return community, people
}

var noon = time.Date(2026, 4, 14, 12, 0, 0, 0, time.UTC)

func aProject(community fund.PlaceID) fund.Project {
	return fund.Project{
		Number: "P3-26-P01", Community: community, Title: "Lamp", Item: "GG2", Where: "Corridor",
		At:      &fund.Point{Lat: 24.5, Lon: 109.25},
		Funding: fund.Funding{Fund: 1, Sponsor: 2, Residents: 3, SponsorName: "Works"},
		Status:  fund.ProjectDrafted, Tier: fund.TierDistrict, VotedCost: 6, Year: 2026,
		HeldSince: noon.Add(1 * time.Hour), Due: noon.Add(2 * time.Hour), DueProvisional: true, Spent: 5,
		DecidedAt: noon.Add(3 * time.Hour), ApprovedAt: noon.Add(4 * time.Hour),
		StartedAt: noon.Add(5 * time.Hour), FinishedAt: noon.Add(6 * time.Hour),
		AcceptedAt: noon.Add(9 * time.Hour), Allowed: fund.Funding{Fund: 4, Sponsor: 5, Residents: 6},
		Standing: &fund.Standing{
			Funding: fund.Funding{Fund: 7, Sponsor: 8, Residents: 9, SponsorName: "Firm"}, Tier: fund.TierCommunity, VotedCost: 24,
			DecidedAt: noon.Add(10 * time.Hour), ApprovedAt: noon.Add(11 * time.Hour),
		},
		Created: noon.Add(7 * time.Hour), Changed: noon.Add(8 * time.Hour), Reason: "why",
		Before: []fund.Photo{{FileID: "b", UniqueID: "1"}}, After: []fund.Photo{{FileID: "a", UniqueID: "2"}},
	}
}

func TestAProjectComesBackAsItWasKept(t *testing.T) {
	db := openTemp(t)
	err := db.Write(t.Context(), func(tx *Tx) error {
		community, _ := ground(t, tx)
		full, bare := aProject(community), fund.Project{
			Number: "P3-26-P02", Community: community, Title: "Bench", Item: "GG8", Funding: fund.Funding{Fund: 1},
			Status: fund.ProjectVoting, Tier: fund.TierCommunity, Year: 2025, HeldSince: noon, Created: noon, Changed: noon,
		}
		for _, p := range []*fund.Project{&full, &bare} {
			var err error
			if p.ID, err = tx.AddProject(*p); err != nil {
				return err
			}
			if back, err := tx.Project(p.ID); err != nil || !reflect.DeepEqual(back, *p) {
				t.Errorf("came back as\n%+v, kept\n%+v (%v)", back, *p, err)
			}
		}
		changed := full
		changed.ID, changed.Number = bare.ID, "P3-26-P09"
		if err := tx.SaveProject(changed); err != nil {
			return err
		}
		if back, err := tx.ProjectByNumber("P3-26-P09"); err != nil || !reflect.DeepEqual(back, changed) {
			t.Errorf("after a change\n%+v, kept\n%+v (%v)", back, changed, err)
		}
		changed.ID = 99
		if err := tx.SaveProject(changed); !errors.Is(err, ErrNotFound) {
			t.Errorf("saved nobody's project: %v", err)
		}
		if n, err := tx.ProjectsOfYear(community, 2026); n != 2 || err != nil {
			t.Errorf("%d projects of 2026 (%v)", n, err)
		}
		for _, place := range []fund.PlaceID{1, 2, 3, community} {
			if list, err := tx.ProjectsUnder(place); len(list) != 2 || err != nil {
				t.Errorf("%d projects under %d (%v)", len(list), place, err)
			}
		}
		if list, err := tx.ProjectsHeld(1, fund.ProjectVoting, fund.ProjectLost); len(list) != 0 || err != nil {
			t.Errorf("held: %v (%v)", list, err)
		}
		list, err := tx.ProjectsHeld(1, fund.ProjectDrafted)
		if len(list) != 2 {
			t.Errorf("drafted: %v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAReviewIsDecidedOnce(t *testing.T) {
	db := openTemp(t)
	err := db.Write(t.Context(), func(tx *Tx) error {
		community, people := ground(t, tx)
		project, err := tx.AddProject(aProject(community))
		if err != nil {
			return err
		}
		r := fund.Approval{Project: project, Tier: fund.TierStreet, Arrived: noon, Due: noon.Add(time.Hour)}
		if r.ID, err = tx.AddApproval(r); err != nil {
			return err
		}
		if back, err := tx.PendingApproval(project); err != nil || back != r {
			t.Errorf("waits as %+v (%v)", back, err)
		}
		if _, err := tx.AddApproval(r); err == nil {
			t.Error("a project waits twice")
		}
		r.Decided, r.Verdict, r.By, r.Reason = noon.Add(time.Minute), fund.VerdictReturn, people[0], "why"
		if err := tx.DecideApproval(r); err != nil {
			return err
		}
		if back, err := tx.Approval(r.ID); err != nil || back != r {
			t.Errorf("decided as %+v (%v)", back, err)
		}
		for what, err := range map[string]error{"decided": tx.DecideApproval(r), "removed": tx.RemoveApproval(r.ID)} {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("%s twice: %v", what, err)
			}
		}
		second, err := tx.AddApproval(fund.Approval{Project: project, Tier: fund.TierDistrict, Arrived: noon, Due: noon})
		if err != nil {
			return err
		}
		if list, err := tx.ApprovalsUnder(community); len(list) != 2 || err != nil {
			t.Errorf("reviews: %v (%v)", list, err)
		}
		return tx.RemoveApproval(second)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyMembersVoteAndOnlyWhileItIsOpen(t *testing.T) {
	db := openTemp(t)
	var ballot fund.Ballot
	var people []fund.PersonID
	err := db.Write(t.Context(), func(tx *Tx) error {
		community, everybody := ground(t, tx)
		people = everybody
		project, err := tx.AddProject(aProject(community))
		if err != nil {
			return err
		}
		b := fund.Ballot{
			Project: project, Community: community, Opened: noon, Closes: noon.Add(time.Hour), OpenedBy: people[2],
			Kind: fund.BallotMotion, Status: fund.BallotOpen, Tally: fund.Tally{Members: 2},
		}
		if b.ID, err = tx.AddBallot(b, people[:2]); err != nil {
			return err
		}
		if back, err := tx.Ballot(b.ID); err != nil || back != b {
			t.Errorf("opened as %+v (%v)", back, err)
		}
		vote := fund.Vote{Ballot: b.ID, Person: people[0], Choice: fund.ChoiceFor, At: noon}
		if err := tx.SaveVote(vote); err != nil {
			return err
		}
		vote.Choice, vote.At = fund.ChoiceAgainst, noon.Add(time.Minute)
		if err := tx.SaveVote(vote); err != nil {
			return err
		}
		if list, err := tx.Votes(b.ID); err != nil || !slices.Equal(list, []fund.Vote{vote}) {
			t.Errorf("votes: %+v (%v)", list, err)
		}
		if next, err := tx.NextBallotClose(); err != nil || !next.Equal(b.Closes) {
			t.Errorf("next to close: %s (%v)", next, err)
		}
		early, err1 := tx.BallotsClosingBy(b.Closes.Add(-time.Second))
		due, err2 := tx.BallotsClosingBy(b.Closes)
		if len(early) != 0 || len(due) != 1 || err1 != nil || err2 != nil {
			t.Errorf("due: %v, %v (%v, %v)", early, due, err1, err2)
		}
		ballot = b
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, do func(*Tx) error) {
		t.Helper()
		if err := db.Write(t.Context(), do); err == nil {
			t.Error(what)
		}
	}
	refused("somebody not on the roster voted", func(tx *Tx) error {
		return tx.SaveVote(fund.Vote{Ballot: ballot.ID, Person: people[2], Choice: fund.ChoiceFor, At: noon})
	})
	refused("a vote was removed", func(tx *Tx) error { return tx.exec("DELETE FROM votes") })
	err = db.Write(t.Context(), func(tx *Tx) error {
		ballot.Status, ballot.ClosedAt, ballot.ClosedBy = fund.BallotClosed, noon.Add(time.Hour), people[2]
		ballot.Tally.Against, ballot.Outcome = 1, fund.OutcomeNoQuorum
		if err := tx.CloseBallot(ballot, nil); err != nil {
			return err
		}
		if err := tx.CloseBallot(ballot, nil); !errors.Is(err, ErrNotFound) {
			t.Errorf("closed twice: %v", err)
		}
		back, err := tx.LastBallot(ballot.Project)
		if back != ballot {
			t.Errorf("closed as %+v", back)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, person := range people[:2] {
		refused("a vote after the closing", func(tx *Tx) error {
			return tx.SaveVote(fund.Vote{Ballot: ballot.ID, Person: person, Choice: fund.ChoiceFor, At: noon})
		})
	}
}
