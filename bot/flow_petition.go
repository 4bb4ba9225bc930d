package bot

import (
	"encoding/json"
	"slices"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// demandButton begins a demand for a meeting; petitionButton shows one;
// signButton signs it, or takes that back; withdrawPetitionButton gives one's
// own up; answerPetitionButton begins to call the meeting.
type (
	demandButton struct {
		Place fund.PlaceID
		Kind  fund.MeetingKind
	}
	petitionButton struct{ Petition fund.PetitionID }
	signButton     struct {
		Petition fund.PetitionID
		On       bool
	}
	withdrawPetitionButton struct{ Petition fund.PetitionID }
	answerPetitionButton   struct{ Petition fund.PetitionID }
)

// demanding is a demand being written.
type demanding struct {
	Place   fund.PlaceID     `json:"place"`
	Kind    fund.MeetingKind `json:"kind"`
	Subject string           `json:"subject,omitempty"`
}

// petitionFlow is demanding a meeting: opening a demand, signing it, and the
// staff who answer it.
func (g *gathering) petitionFlow(r *router) {
	g.demand = form(r, g.demandForm())
	press(r, "gkd", func(t *turn, b demandButton) error {
		if err := g.office.MayDemand(t.act(), b.Place, b.Kind); err != nil {
			return err
		}
		return g.demand.begin(t, demanding{Place: b.Place, Kind: b.Kind})
	})
	press(r, "gkp", func(t *turn, b petitionButton) error { return g.showPetition(t, b.Petition) })
	press(r, "gkn", g.sign)
	press(r, "gkg", func(t *turn, b withdrawPetitionButton) error {
		if err := g.office.WithdrawPetition(t.act(), b.Petition); err != nil {
			return err
		}
		t.toast(locales.PetitionWithdrawnAlert())
		return g.showPetition(t, b.Petition)
	})
	press(r, "gkr", g.answerPetition)
	r.notice(office.KindPetitionPost, g.petitionPost)
	r.notice(office.KindPetitionTask, g.petitionTask)
}

func (g *gathering) demandForm() dialog.Form[*turn, demanding] {
	return dialog.Form[*turn, demanding]{
		Name: "demand", Title: locales.PetitionTitle(),
		Steps: []dialog.Step[*turn, demanding]{{
			Key: "subject", Label: sameLabel[demanding](locales.PetitionSubjectLabelButton()),
			Ask: func(t *turn, d demanding) (dialog.View, error) {
				place, needs, err := g.demandWords(t, d)
				return dialog.View{Text: locales.PetitionAsk(meetingKind(d.Kind), place, needs)}, err
			},
			Take: func(t *turn, d *demanding, a dialog.Answer) error {
				if a.Text == "" {
					return dialog.Again(locales.FormTextPlease())
				}
				if err := g.office.Rules(t.now).Requests.CheckText(a.Text); err != nil {
					return again(err)
				}
				d.Subject = strings.TrimSpace(a.Text)
				return nil
			},
		}},
		Look: func(t *turn, d demanding) (dialog.View, error) {
			place, needs, err := g.demandWords(t, d)
			return dialog.View{Text: locales.PetitionLook(meetingKind(d.Kind), place, d.Subject, needs)}, err
		},
		Done: func(t *turn, d demanding) error {
			p, err := g.office.Demand(t.act(), d.Place, d.Kind, d.Subject)
			if err != nil {
				return err
			}
			return g.showPetition(t, p.ID)
		},
	}
}

// demandWords are whose meeting is demanded, and how many must sign.
func (g *gathering) demandWords(t *turn, d demanding) (place locales.Name, needs locales.Message, err error) {
	if place, err = nameOf(t.tx, g.office, d.Place); err != nil {
		return place, needs, err
	}
	reps, err := g.office.MembersOf(t.act(), d.Place, fund.MeetingRepresentatives)
	if err != nil {
		return place, needs, err
	}
	rules := g.office.Rules(t.now).Meetings
	if d.Kind != fund.MeetingResidents {
		return place, locales.PetitionNeedsRepresentatives(shareOf(rules.CallShare), rules.CallShare.Needs(reps), reps), nil
	}
	residents, err := g.office.MembersOf(t.act(), d.Place, fund.MeetingResidents)
	own, other := rules.ResidentsCallShare, rules.ResidentsCallByReps
	return place, locales.PetitionNeedsResidents(
		shareOf(own), own.Needs(residents), residents, shareOf(other), other.Needs(reps), reps), err
}

// petitionText is what a demand is about, and how it stands.
func (g *gathering) petitionText(a office.Act, v office.PetitionView) (locales.Message, error) {
	p, s := v.Petition, v.Signed
	place, err := nameOf(a.Tx, g.office, p.Community)
	head := locales.PetitionPage(meetingKind(p.Kind), place, p.Subject, p.Opened)
	count := locales.PetitionSigned(s.Representatives, v.Needs, s.OfRepresentatives)
	if p.Kind == fund.MeetingResidents {
		count = locales.PetitionSignedResidents(s.Residents, v.Needs, s.OfResidents, s.Representatives, v.NeedsOther, s.OfRepresentatives)
	}
	switch p.Status {
	case fund.PetitionReached:
		count = locales.PetitionReached(p.Reached, v.Due)
	case fund.PetitionAnswered:
		count = locales.PetitionAnswered(p.Ended)
	case fund.PetitionWithdrawn:
		count = locales.PetitionWithdrawn(p.Ended)
	case fund.PetitionOpen:
	}
	return locales.Paragraphs(head, count), err
}

// showPetition is a demand's page in a private chat.
func (g *gathering) showPetition(t *turn, id fund.PetitionID) error {
	v, err := g.office.Petition(t.act(), id)
	if err != nil {
		return err
	}
	text, err := g.petitionText(t.act(), v)
	if err != nil {
		return err
	}
	p := v.Petition
	parts, keys := []locales.Message{text}, [][]key{}
	signed := slices.Contains(v.Signers, t.person.ID)
	switch {
	case p.Status == fund.PetitionOpen && signed:
		parts = append(parts, locales.PetitionMine())
		keys = append(keys, []key{t.key(locales.PetitionUnsignButton(), signButton{Petition: id})})
	case p.Status == fund.PetitionOpen:
		may, err := g.allowed(t, p.Community, [][]can{{{office.DemandOf(p.Kind), t.key(locales.PetitionSignButton(), signButton{id, true})}}})
		if err != nil {
			return err
		}
		keys = append(keys, may...)
	case p.Status == fund.PetitionReached:
		may, err := g.allowed(t, p.Community, [][]can{{{fund.ActMeeting, t.key(locales.PetitionCallButton(), answerPetitionButton{id})}}})
		if err != nil {
			return err
		}
		keys = append(keys, may...)
	}
	if p.Status == fund.PetitionOpen && p.OpenedBy == t.person.ID {
		keys = append(keys, []key{t.key(locales.PetitionWithdrawButton(), withdrawPetitionButton{id})})
	}
	keys = append(keys, []key{t.key(locales.MeetingAllButton(), meetingsButton{p.Community})})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// sign gives a signature or takes it back. In a group the post counts again by
// itself.
func (g *gathering) sign(t *turn, b signButton) error {
	v, changed, err := g.office.SignPetition(t.act(), b.Petition, b.On)
	if err != nil {
		return err
	}
	signed := v.Signed.Representatives
	if v.Petition.Kind == fund.MeetingResidents {
		signed = v.Signed.Residents
	}
	switch {
	case b.On && !changed:
		t.toast(locales.PetitionSignedBeforeAlert())
	case !changed:
		t.toast(locales.PetitionUnsignedBeforeAlert())
	case v.Petition.Status == fund.PetitionReached:
		t.toast(locales.PetitionReachedAlert())
	case b.On:
		t.toast(locales.PetitionSignedAlert(signed, v.Needs))
	default:
		t.toast(locales.PetitionUnsignedAlert())
	}
	if !t.chat.private() {
		return nil
	}
	return g.showPetition(t, b.Petition)
}

// answerPetition begins to call the meeting that is demanded, with what is
// demanded on its agenda.
func (g *gathering) answerPetition(t *turn, b answerPetitionButton) error {
	v, err := g.office.Petition(t.act(), b.Petition)
	if err == nil {
		err = g.office.Allowed(t.act(), fund.ActMeeting, v.Petition.Community)
	}
	if err == nil {
		err = v.Petition.In(fund.PetitionReached)
	}
	if err != nil {
		return err
	}
	return g.call.begin(t, calling{
		Place: v.Petition.Community, Petition: b.Petition, Kind: v.Petition.Kind, MayRemote: g.office.Rules(t.now).Meetings.Remote,
		Agenda: []fund.AgendaItem{{Title: cut(v.Petition.Subject, fund.MaxTitle)}}, // the call says the whole
	})
}

// petitionKeys lead from the list of meetings to what is demanded, and to
// demanding one.
func (g *gathering) petitionKeys(t *turn, place fund.PlaceID) (keys [][]key, err error) {
	if place == 0 {
		return nil, nil
	}
	list, err := g.office.Petitions(t.act(), place)
	if err != nil {
		return nil, err
	}
	stands := map[fund.MeetingKind]bool{}
	for _, v := range list {
		stands[v.Petition.Kind] = true
		signed := v.Signed.Representatives
		if v.Petition.Kind == fund.MeetingResidents {
			signed = v.Signed.Residents
		}
		label := locales.PetitionLineButton(meetingKind(v.Petition.Kind), signed, v.Needs)
		keys = append(keys, []key{t.key(label, petitionButton{v.Petition.ID})})
	}
	for _, k := range fund.MeetingKinds() {
		if stands[k] {
			continue
		}
		label := locales.PetitionRepresentativesButton()
		if k == fund.MeetingResidents {
			label = locales.PetitionResidentsButton()
		}
		may, err := g.allowed(t, place, [][]can{{{office.DemandOf(k), t.key(label, demandButton{place, k})}}})
		if err != nil {
			return nil, err
		}
		keys = append(keys, may...)
	}
	return keys, nil
}

// petitionPost is the post about a demand in the group of those who may sign.
func (g *gathering) petitionPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.PetitionPost](data)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now}
	p, err := g.office.Petition(a, n.Petition)
	if err != nil {
		return screen{}, err
	}
	text, err := g.petitionText(a, p)
	s := screen{Text: text}
	if p.Petition.Status == fund.PetitionOpen {
		s.Keys = [][]key{{
			v.key(locales.PetitionSignButton(), signButton{n.Petition, true}), v.key(locales.PetitionUnsignButton(), signButton{Petition: n.Petition}),
		}}
	}
	return s, err
}

// petitionTask tells the staff that they have to call a meeting, unless they
// have.
func (g *gathering) petitionTask(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.PetitionTask](data)
	if err != nil {
		return screen{}, err
	}
	p, err := g.office.Petition(office.Act{Tx: v.tx, Now: v.now}, n.Petition)
	if err != nil {
		return screen{}, err
	}
	if p.Petition.Status != fund.PetitionReached {
		return screen{}, errNothing
	}
	text := locales.PetitionTask(meetingKind(p.Petition.Kind), p.Petition.Subject, p.Due)
	if v.now.After(p.Due) {
		text = locales.PetitionLate(meetingKind(p.Petition.Kind), p.Petition.Subject, p.Due)
	}
	if n.Escalated {
		place, err := nameOf(v.tx, g.office, p.Petition.Community)
		return screen{Text: locales.Paragraphs(text, locales.PetitionAbove(place)), Keys: [][]key{
			{v.key(locales.PetitionOpenButton(), petitionButton{n.Petition})},
		}}, err
	}
	return screen{Text: text, Keys: [][]key{
		{v.key(locales.PetitionCallButton(), answerPetitionButton{n.Petition})}, {v.key(locales.PetitionOpenButton(), petitionButton{n.Petition})},
	}}, nil
}

// petitionRefusal says why something cannot be done with a demand as it stands.
func petitionRefusal(s fund.PetitionStatus) locales.Message {
	switch s {
	case fund.PetitionOpen:
		return locales.RefusePetitionOpenAlert()
	case fund.PetitionReached:
		return locales.RefusePetitionReachedAlert()
	case fund.PetitionAnswered:
		return locales.RefusePetitionAnsweredAlert()
	case fund.PetitionWithdrawn:
		return locales.RefusePetitionWithdrawnAlert()
	}
	return locales.Message{}
}

// demandLines say whose demand a meeting answers; nothing where it is the
// committee's own.
func (g *gathering) demandLines(a office.Act, m fund.Meeting) ([]locales.Message, error) {
	if m.Petition == 0 {
		return nil, nil
	}
	p, err := g.office.Petition(a, m.Petition)
	return []locales.Message{locales.MeetingDemanded(demandedBy(m.Basis), p.Petition.Subject)}, err
}

func demandedBy(b fund.MeetingBasis) locales.Message {
	if b == fund.CalledByResidents {
		return locales.PetitionByResidents()
	}
	return locales.PetitionByRepresentatives()
}
