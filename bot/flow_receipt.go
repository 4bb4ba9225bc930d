package bot

import (
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// sponsoring is a sponsor's pledge being taken down.
type sponsoring struct {
	Project fund.ProjectID `json:"project"`
	Name    string         `json:"name,omitempty"`
	Contact string         `json:"contact,omitempty"`
	Agreed  bool           `json:"agreed,omitempty"` // the contact person, as the staff say
	Sum     fund.Money     `json:"sum,omitempty"`
}

// receiving is a receipt being confirmed; givingBack a return.
type receiving struct {
	Pledge fund.PledgeID  `json:"pledge"`
	Sum    fund.Money     `json:"sum,omitempty"`
	Photos []dialog.Photo `json:"photos,omitempty"`
}

type givingBack struct {
	Pledge fund.PledgeID  `json:"pledge"`
	Photos []dialog.Photo `json:"photos,omitempty"`
}

// toppingUp is the fund paying what others do not.
type toppingUp struct {
	Project fund.ProjectID `json:"project"`
	Reason  string         `json:"reason,omitempty"`
}

func always[D any](m locales.Message) func(D) locales.Message {
	return func(D) locales.Message { return m }
}

func (m *treasury) sponsorForm() dialog.Form[*turn, sponsoring] {
	return dialog.Form[*turn, sponsoring]{
		Name: "sponsor_pledge", Title: locales.PledgeSponsorTitle(),
		Steps: []dialog.Step[*turn, sponsoring]{
			{Key: "name", Label: always[sponsoring](locales.PledgeNameLabelButton()), Ask: m.askSponsor, Take: m.takeSponsor},
			{
				Key: "contact", Label: always[sponsoring](locales.PledgeContactLabelButton()),
				Ask: askPledgeContact, Take: takePledgeContact,
				Optional: true, Clear: func(d *sponsoring) { d.Contact, d.Agreed = "", false },
			},
			{
				Key: "sum", Label: always[sponsoring](locales.MoneySumLabelButton()),
				Ask: func(t *turn, d sponsoring) (dialog.View, error) {
					p, open, planned, err := m.sponsorOpen(t, d.Project)
					v := dialog.View{Text: locales.PledgeSponsorAsk(d.Name, p.Number, int64(p.Funding.Sponsor), int64(open))}
					if planned > 0 {
						v.Choices = [][]dialog.Choice{{{Value: "all", Label: locales.MoneySumButton(int64(planned))}}}
					}
					return v, err
				},
				Take: func(t *turn, d *sponsoring, a dialog.Answer) error {
					_, open, planned, err := m.sponsorOpen(t, d.Project)
					if err != nil {
						return err
					}
					if a.Choice != "" {
						d.Sum = planned
						return nil
					}
					d.Sum, err = sumIn(a, open, fund.SourceSponsor)
					return err
				},
			},
		},
		Look: func(t *turn, d sponsoring) (dialog.View, error) {
			p, _, planned, err := m.sponsorOpen(t, d.Project)
			return dialog.View{
				Text: locales.PledgeSponsorLook(p.Number, p.Title, d.Name, d.Contact, int64(d.Sum), int64(max(d.Sum-planned, 0))),
			}, err
		},
		Done: func(t *turn, d sponsoring) error {
			if _, err := m.office.PledgeSponsor(t.act(), d.Project, d.Name, d.Contact, d.Agreed, d.Sum); err != nil {
				return err
			}
			return m.showProjectMoney(t, d.Project)
		},
	}
}

// askPledgeContact asks whom to turn to, and whether that person agreed.
func askPledgeContact(_ *turn, d sponsoring) (dialog.View, error) {
	switch {
	case d.Contact == "":
		return dialog.View{Text: locales.PledgeContactAsk(d.Name)}, nil
	case d.Agreed:
		return dialog.View{Text: locales.PledgeContactAsk(d.Name), Choices: [][]dialog.Choice{
			{{Value: "y", Label: locales.Text(cut(d.Contact, maxLabel))}},
		}}, nil
	}
	return dialog.View{Text: locales.SponsorsAgreed(d.Contact), Choices: [][]dialog.Choice{
		{{Value: "y", Label: locales.SponsorsAgreedYesButton(), Style: "success"}},
		{{Value: "n", Label: locales.SponsorsAgreedNoButton()}},
	}}, nil
}

// takePledgeContact takes a name, and then that person's agreement, without
// which it is not kept.
func takePledgeContact(_ *turn, d *sponsoring, a dialog.Answer) error {
	switch a.Choice {
	case "y":
		d.Agreed = true
		return nil
	case "n":
		d.Contact, d.Agreed = "", false
		return nil
	}
	if err := takePayeeName(&d.Contact, a); err != nil {
		return err
	}
	d.Agreed = false
	return dialog.ErrStay
}

// maxLabel is how much of a name a button shows.
const maxLabel = 30

// sponsorOpen is what a sponsor may still promise to a project, and how much of
// that is planned.
func (m *treasury) sponsorOpen(t *turn, id fund.ProjectID) (p fund.Project, open, planned fund.Money, err error) {
	if p, err = m.office.Project(t.tx, id); err != nil {
		return p, 0, 0, err
	}
	pledges, err := m.office.Pledges(t.tx, id)
	open = p.PledgeOpen(fund.SourceSponsor, pledges)
	planned = min(max(p.Funding.Sponsor-fund.Pledged(pledges, fund.SourceSponsor), 0), open)
	return p, open, planned, err
}

// knownSponsors are the organisations that may be chosen: the one in the plan,
// and those known at the place.
func (m *treasury) knownSponsors(t *turn, d sponsoring) ([]fund.Sponsor, error) {
	p, err := m.office.Project(t.tx, d.Project)
	if err != nil {
		return nil, err
	}
	known, err := m.office.Sponsors(t.tx, p.Community)
	if err != nil {
		return nil, err
	}
	if name := p.Funding.SponsorName; name != "" {
		for _, s := range known {
			if s.Name == name {
				name = ""
			}
		}
		if name != "" {
			known = append([]fund.Sponsor{{Name: name}}, known...)
		}
	}
	return known[:min(len(known), deskSize)], nil
}

func (m *treasury) askSponsor(t *turn, d sponsoring) (dialog.View, error) {
	v := dialog.View{Text: locales.PledgeNameAsk()}
	known, err := m.knownSponsors(t, d)
	for _, s := range known {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: short(s.Name), Label: locales.Text(cut(s.Name, maxLabel))}})
	}
	return v, err
}

// short is a name as a choice's value: no button carries more.
func short(name string) string {
	for len(name) > 40 {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	return name
}

func (m *treasury) takeSponsor(t *turn, d *sponsoring, a dialog.Answer) error {
	if a.Choice == "" {
		return takePayeeName(&d.Name, a)
	}
	known, err := m.knownSponsors(t, *d)
	for _, s := range known {
		if short(s.Name) == a.Choice {
			d.Name, d.Contact, d.Agreed = s.Name, s.Contact, !s.Consent.IsZero()
		}
	}
	return err
}

// takePayeeName takes somebody's name in one line.
func takePayeeName(into *string, a dialog.Answer) error {
	if fund.Weight(a.Text) == 0 {
		return dialog.Again(locales.FormTextPlease())
	}
	name := strings.Join(strings.Fields(a.Text), " ")
	if n := len([]rune(name)); n > fund.MaxTitle {
		return dialog.Again(locales.MoneyPayeeAlert(fund.MaxTitle, n))
	}
	*into = name
	return nil
}

// paperStep asks for the picture of a receipt or an invoice.
func paperStep[D any](m *treasury, ask locales.Message, photos func(*D) *[]dialog.Photo) dialog.Step[*turn, D] {
	return dialog.Step[*turn, D]{
		Key: "photo", Label: always[D](locales.WorksPhotoLabelButton()), Free: true,
		Ask: func(*turn, D) (dialog.View, error) { return dialog.View{Text: ask}, nil },
		Take: func(t *turn, d *D, a dialog.Answer) error {
			list, err := m.album(t, *photos(d), a)
			*photos(d) = list
			return err
		},
	}
}

func (m *treasury) receiptForm() dialog.Form[*turn, receiving] {
	return dialog.Form[*turn, receiving]{
		Name: "receipt", Title: locales.PledgeReceiptTitle(),
		Steps: []dialog.Step[*turn, receiving]{
			{
				Key: "sum", Label: always[receiving](locales.MoneySumLabelButton()),
				Ask: func(t *turn, d receiving) (dialog.View, error) {
					g, name, err := m.pledgeNamed(t, d.Pledge)
					return dialog.View{
						Text:    locales.PledgeReceiptAsk(int(g.ID), name, int64(g.Amount), int64(g.Open())),
						Choices: [][]dialog.Choice{{{Value: "all", Label: locales.MoneySumButton(int64(g.Open()))}}},
					}, err
				},
				Take: func(t *turn, d *receiving, a dialog.Answer) error {
					g, err := t.tx.Pledge(d.Pledge)
					if err != nil {
						return err
					}
					d.Sum, err = sumIn(a, g.Open(), g.Source)
					return err
				},
			},
			paperStep(m, locales.PledgeReceiptPhoto(), func(d *receiving) *[]dialog.Photo { return &d.Photos }),
		},
		Look: func(t *turn, d receiving) (dialog.View, error) {
			g, name, err := m.pledgeNamed(t, d.Pledge)
			return dialog.View{Text: locales.PledgeReceiptLook(int(g.ID), name, int64(d.Sum), len(d.Photos))}, err
		},
		Done: func(t *turn, d receiving) error {
			r, err := m.office.ReceivePledge(t.act(), d.Pledge, d.Sum, photosOf(d.Photos))
			if err != nil {
				return err
			}
			return m.showProjectMoney(t, r.Project)
		},
	}
}

// pledgeNamed reads a pledge and who made it.
func (m *treasury) pledgeNamed(t *turn, id fund.PledgeID) (fund.Pledge, string, error) {
	g, err := t.tx.Pledge(id)
	if err != nil {
		return g, "", err
	}
	name, err := m.giver(t, g)
	return g, name, err
}

// dueOn is what has to be given back on a pledge now.
func (m *treasury) dueOn(t *turn, g fund.Pledge) (fund.Money, error) {
	due, err := m.office.DueBack(t.tx, g.Project)
	for _, d := range due {
		if d.Pledge.ID == g.ID {
			return d.Sum, err
		}
	}
	return 0, err
}

func (m *treasury) backForm() dialog.Form[*turn, givingBack] {
	return dialog.Form[*turn, givingBack]{
		Name: "give_back", Title: locales.PledgeBackTitle(),
		Steps: []dialog.Step[*turn, givingBack]{
			func() dialog.Step[*turn, givingBack] {
				s := paperStep(m, locales.Message{}, func(d *givingBack) *[]dialog.Photo { return &d.Photos })
				s.Ask = func(t *turn, d givingBack) (dialog.View, error) {
					g, name, err := m.pledgeNamed(t, d.Pledge)
					if err != nil {
						return dialog.View{}, err
					}
					due, err := m.dueOn(t, g)
					return dialog.View{Text: locales.PledgeBackPhoto(int(g.ID), name, int64(due))}, err
				}
				return s
			}(),
		},
		Look: func(t *turn, d givingBack) (dialog.View, error) {
			g, name, err := m.pledgeNamed(t, d.Pledge)
			if err != nil {
				return dialog.View{}, err
			}
			due, err := m.dueOn(t, g)
			return dialog.View{Text: locales.PledgeBackLook(int(g.ID), name, int64(due), len(d.Photos))}, err
		},
		Done: func(t *turn, d givingBack) error {
			r, err := m.office.GiveBack(t.act(), d.Pledge, photosOf(d.Photos))
			if err != nil {
				return err
			}
			return m.showProjectMoney(t, r.Project)
		},
	}
}

func (m *treasury) topUpForm() dialog.Form[*turn, toppingUp] {
	return dialog.Form[*turn, toppingUp]{
		Name: "top_up", Title: locales.PledgeTopUpTitle(),
		Steps: []dialog.Step[*turn, toppingUp]{{
			Key: "reason", Label: always[toppingUp](locales.DeclineReasonLabelButton()),
			Ask: func(t *turn, d toppingUp) (dialog.View, error) {
				p, more, err := m.shortfall(t, d.Project)
				return dialog.View{
					Text: locales.PledgeTopUpAsk(p.Number, p.Title, int64(more), int64(p.Funding.Fund+more)),
					Choices: [][]dialog.Choice{
						{{Value: "short", Label: locales.PledgeTopUpShortButton()}},
					},
				}, err
			},
			Take: func(t *turn, d *toppingUp, a dialog.Answer) error {
				if a.Choice != "" {
					words, err := m.book.Plain(t.lang, locales.PledgeTopUpShort())
					d.Reason = words
					return err
				}
				reason, err := m.reasonIn(t, a)
				d.Reason = reason
				return err
			},
		}},
		Look: func(t *turn, d toppingUp) (dialog.View, error) {
			p, more, err := m.shortfall(t, d.Project)
			return dialog.View{Text: locales.PledgeTopUpLook(p.Number, p.Title, int64(more), int64(p.Funding.Fund+more), d.Reason)}, err
		},
		Done: func(t *turn, d toppingUp) error {
			p, more, decided, err := m.office.TopUp(t.act(), d.Project, d.Reason)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.PledgeToppedUp(p.Number, int64(more), int64(p.Funding.Fund), oneIf(decided)), Keys: [][]key{
				{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, m.deskButtonRow(t),
			}})
		},
	}
}

// shortfall is what others were planned to pay and nobody pledged.
func (m *treasury) shortfall(t *turn, id fund.ProjectID) (fund.Project, fund.Money, error) {
	p, err := m.office.Project(t.tx, id)
	if err != nil {
		return p, 0, err
	}
	pledges, err := m.office.Pledges(t.tx, id)
	return p, p.Shortfall(pledges), err
}
