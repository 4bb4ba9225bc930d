package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrNotGiven says that nothing has to be given back on a pledge.
var ErrNotGiven = errors.New("nothing has to be given back on this pledge")

// PledgeEntry is the record's account of a pledge. Words seals the names; Agreed
// and AgreedBy are when the contact person agreed, and who said so.
type PledgeEntry struct {
	ID      fund.PledgeID     `json:"id"`
	Project fund.ProjectID    `json:"project"`
	Source  fund.Source       `json:"source"`
	Person  fund.PersonID     `json:"person"`
	Amount  fund.Money        `json:"amount"`
	Status  fund.PledgeStatus `json:"status"`
	By      fund.PersonID     `json:"by"`
	Created int64             `json:"created"`
	Words   string            `json:"words"` // sealed

	Agreed   int64         `json:"agreed,omitempty"`
	AgreedBy fund.PersonID `json:"agreed_by,omitempty"`
}

func pledgeFacts(g fund.Pledge) PledgeEntry {
	return PledgeEntry{
		ID: g.ID, Project: g.Project, Source: g.Source, Person: g.Person, Amount: g.Amount, Status: g.Status, By: g.By,
		Created: unix(g.Created), Agreed: unix(g.Agreed), AgreedBy: g.AgreedBy,
	}
}

func (o *Office) recordPledge(a Act, what string, g fund.Pledge) error {
	facts := pledgeFacts(g)
	words, err := pledgeWords(g)
	if err != nil {
		return err
	}
	if facts.Words, err = a.seal(words, g.By); err != nil {
		return err
	}
	return a.record(what, facts)
}

func pledgeWords(g fund.Pledge) (string, error) {
	if g.Name == "" && g.Contact == "" {
		return "", nil
	}
	return wordsOf(struct{ Name, Contact string }{g.Name, g.Contact})
}

// Pledges reads what was pledged to a project, oldest first.
func (o *Office) Pledges(tx *store.Tx, project fund.ProjectID) ([]fund.Pledge, error) {
	return o.localPledges(tx.Pledges(project))
}

// MyPledges reads what the act's person promised, the newest first.
func (o *Office) MyPledges(a Act) ([]fund.Pledge, error) {
	if a.By.ID == 0 {
		return nil, nil
	}
	return o.localPledges(a.Tx.PledgesBy(a.By.ID))
}

func (o *Office) localPledges(list []fund.Pledge, err error) ([]fund.Pledge, error) {
	for i := range list {
		list[i].Created, list[i].Changed = o.local(list[i].Created), o.local(list[i].Changed)
	}
	return list, err
}

// Pledge promises money of the act's person to a project of their community,
// of their free will (the Act, Art. 42): *fund.PledgeError above what the plan
// leaves open for residents. No money moves by it.
func (o *Office) Pledge(a Act, project fund.ProjectID, sum fund.Money) (fund.Pledge, error) {
	p, err := o.projectFor(a, fund.ActPledge, project)
	if err != nil {
		return fund.Pledge{}, fmt.Errorf("pledge: %w", err)
	}
	return o.pledge(a, p, fund.Pledge{Source: fund.SourceResidents, Person: a.By.ID, Amount: sum})
}

// PledgeSponsor takes down what an organisation promises to a project, with
// its name and, if there is one who agreed to that, a person to turn to; the
// act's person is who said so (PIPL Art. 13 and 14): fund.ErrContactConsent.
// What it promises beyond the plan lowers the fund's part.
func (o *Office) PledgeSponsor(
	a Act, project fund.ProjectID, name, contact string, agreed bool, sum fund.Money,
) (fund.Pledge, error) {
	p, err := o.projectFor(a, fund.ActKeepMoney, project)
	if err != nil {
		return fund.Pledge{}, fmt.Errorf("pledge of a sponsor: %w", err)
	}
	if err := checkPayee(name); err != nil {
		return fund.Pledge{}, fmt.Errorf("pledge of a sponsor: %w", err)
	}
	g := fund.Pledge{Source: fund.SourceSponsor, Name: strings.TrimSpace(name), Contact: strings.TrimSpace(contact), Amount: sum}
	if g.Contact == "" {
		return o.pledge(a, p, g)
	}
	err = checkPayee(g.Contact)
	if err == nil && !agreed {
		err = fund.ErrContactConsent
	}
	if err != nil {
		return fund.Pledge{}, fmt.Errorf("pledge of a sponsor: %w", err)
	}
	g.Agreed, g.AgreedBy = a.Now, a.By.ID
	return o.pledge(a, p, g)
}

// ForgetContact takes the contact person out of a sponsor's pledge, as they may
// ask at any time (PIPL Art. 15 and 47). [store.ErrNotFound] where none is kept.
func (o *Office) ForgetContact(a Act, id fund.PledgeID) (fund.Pledge, error) {
	g, p, err := o.pledgeOf(a, id)
	if err == nil {
		err = o.allow(a, fund.ActKeepMoney, p.Community)
	}
	if err == nil && g.Contact == "" {
		err = store.ErrNotFound
	}
	if err != nil {
		return g, fmt.Errorf("forget the contact of pledge %d: %w", id, err)
	}
	return g, o.forgetContact(a, &g)
}

func (o *Office) forgetContact(a Act, g *fund.Pledge) error {
	g.Contact, g.Agreed, g.AgreedBy, g.Changed = "", time.Time{}, 0, a.Now
	if err := dropPledgeSalts(a, g.ID); err != nil {
		return err
	}
	if err := a.Tx.SavePledge(*g); err != nil {
		return err
	}
	return o.recordPledge(a, recordContactGone, *g)
}

// dropPledgeSalts closes the seals of the names on a pledge so far.
func dropPledgeSalts(a Act, id fund.PledgeID) error {
	return eachEntry(a.Tx, func(e store.Entry) error {
		if !aboutPledges(e.What) {
			return nil
		}
		var said PledgeEntry
		if err := json.Unmarshal([]byte(e.Data), &said); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		if said.ID != id || said.Words == "" {
			return nil
		}
		return a.Tx.DropSalt(said.Words)
	})
}

// aboutPledges tells whether entries of this name are a [PledgeEntry].
func aboutPledges(what string) bool {
	return what == recordPledged || what == recordPledgeEnded || what == recordContactGone
}

func (o *Office) pledge(a Act, p fund.Project, g fund.Pledge) (fund.Pledge, error) {
	pledges, err := a.Tx.Pledges(p.ID)
	if err != nil {
		return g, err
	}
	if err := p.CheckPledge(g.Source, g.Amount, pledges); err != nil {
		return g, fmt.Errorf("pledge to project %d: %w", p.ID, err)
	}
	g.Project, g.Status, g.By, g.Created, g.Changed = p.ID, fund.PledgeStanding, a.By.ID, a.Now, a.Now
	if g.ID, err = a.Tx.AddPledge(g); err != nil {
		return g, err
	}
	if err := o.recordPledge(a, recordPledged, g); err != nil {
		return g, err
	}
	if p.Replan(append(pledges, g), a.Now) {
		if p.Funding.SponsorName == "" {
			p.Funding.SponsorName = g.Name
		}
		if err := o.saveProject(a, recordReplanned, p, ProjectEntry{}); err != nil {
			return g, err
		}
	}
	return g, o.editProject(a, p)
}

// WithdrawPledge takes back what has not come in of a pledge: residents their
// own, the staff a sponsor's. fund.ErrPledgeOver when nothing is left of it.
func (o *Office) WithdrawPledge(a Act, id fund.PledgeID) (fund.Pledge, error) {
	g, p, err := o.pledgeOf(a, id)
	if err != nil {
		return g, fmt.Errorf("withdraw pledge: %w", err)
	}
	if g.Person != 0 && g.Person != a.By.ID {
		return g, fmt.Errorf("withdraw pledge %d: %w", id, ErrNotYours)
	}
	if g.Person == 0 {
		if err := o.allow(a, fund.ActKeepMoney, p.Community); err != nil {
			return g, fmt.Errorf("withdraw pledge %d: %w", id, err)
		}
	}
	if err := g.Withdraw(a.Now); err != nil {
		return g, err
	}
	if err := a.Tx.SavePledge(g); err != nil {
		return g, err
	}
	if err := o.recordPledge(a, recordPledgeEnded, g); err != nil {
		return g, err
	}
	return g, o.editProject(a, p)
}

func (o *Office) pledgeOf(a Act, id fund.PledgeID) (fund.Pledge, fund.Project, error) {
	g, err := a.Tx.Pledge(id)
	if err != nil {
		return g, fund.Project{}, err
	}
	p, err := a.Tx.Project(g.Project)
	return g, p, err
}

// accountOf is where what came of a pledge is held.
func accountOf(g fund.Pledge, p fund.Project) fund.Account {
	a := fund.Account{Book: fund.BookHeld, Community: p.Community, Year: p.Year, Source: g.Source, Project: p.ID}
	if g.Source == fund.SourceSponsor {
		a.Pledge = g.ID
	}
	return a
}

// ReceivePledge records that money of a pledge came in, with the picture of
// the receipt: *fund.PledgeError above what is open of it, [ErrNoPicture].
// Nothing comes in for a project that has ended.
func (o *Office) ReceivePledge(
	a Act, id fund.PledgeID, sum fund.Money, photos []fund.Photo,
) (store.LedgerRow, error) {
	g, p, err := o.pledgeOf(a, id)
	if err != nil {
		return store.LedgerRow{}, fmt.Errorf("receive: %w", err)
	}
	if err := o.allow(a, fund.ActKeepMoney, p.Community); err != nil {
		return store.LedgerRow{}, fmt.Errorf("receive on pledge %d: %w", id, err)
	}
	switch {
	case sum <= 0:
		return store.LedgerRow{}, fmt.Errorf("receive: %w", &fund.FundingError{Why: fund.FundingNothing})
	case p.Ended():
		return store.LedgerRow{}, fmt.Errorf("receive on pledge %d: %w", id, fund.ErrPledgeOver)
	case sum > g.Open():
		return store.LedgerRow{}, fmt.Errorf("receive: %w", &fund.PledgeError{Source: g.Source, Have: sum, Open: g.Open()})
	}
	if err := o.checkPapers(a, photos); err != nil {
		return store.LedgerRow{}, fmt.Errorf("receive on pledge %d: %w", id, err)
	}
	r, err := o.enter(a, store.LedgerRow{
		Entry:     fund.Receive(accountOf(g, p), sum),
		Community: p.Community, Year: p.Year, Project: p.ID, Pledge: g.ID, Photos: photos,
	})
	if err != nil {
		return r, err
	}
	if err := o.tellPledge(a, g, r); err != nil {
		return r, err
	}
	return r, o.editProject(a, p)
}

// Due is money that has to go back to whoever gave it.
type Due struct {
	Pledge fund.Pledge
	Sum    fund.Money
}

// DueBack tells what has to go back of what was given to a project: after it
// has ended what was not spent, before that what a cheaper plan does not need.
func (o *Office) DueBack(tx *store.Tx, project fund.ProjectID) ([]Due, error) {
	p, err := tx.Project(project)
	if err != nil {
		return nil, err
	}
	pledges, err := o.Pledges(tx, project)
	if err != nil || len(pledges) == 0 {
		return nil, err
	}
	balances, err := tx.Balances(p.Community, p.Year)
	if err != nil {
		return nil, err
	}
	ledger := fund.NewLedger(balances)
	held := func(s fund.Source, id fund.PledgeID) fund.Money {
		return ledger.Balance(fund.Account{
			Book: fund.BookHeld, Community: p.Community, Year: p.Year, Source: s, Pledge: id, Project: p.ID,
		})
	}
	var list []Due
	for i, sum := range p.DueBack(pledges, held) {
		if sum > 0 {
			list = append(list, Due{pledges[i], sum})
		}
	}
	return list, nil
}

// GiveBack records that all that is due on a pledge was given back, with the
// picture of the receipt: [ErrNotGiven] when nothing is.
func (o *Office) GiveBack(a Act, id fund.PledgeID, photos []fund.Photo) (store.LedgerRow, error) {
	g, p, err := o.pledgeOf(a, id)
	if err != nil {
		return store.LedgerRow{}, fmt.Errorf("give back: %w", err)
	}
	if err := o.allow(a, fund.ActKeepMoney, p.Community); err != nil {
		return store.LedgerRow{}, fmt.Errorf("give back on pledge %d: %w", id, err)
	}
	due, err := o.DueBack(a.Tx, p.ID)
	if err != nil {
		return store.LedgerRow{}, err
	}
	var sum fund.Money
	for _, d := range due {
		if d.Pledge.ID == id {
			sum = d.Sum
		}
	}
	if sum == 0 {
		return store.LedgerRow{}, fmt.Errorf("give back on pledge %d: %w", id, ErrNotGiven)
	}
	if err := o.checkPapers(a, photos); err != nil {
		return store.LedgerRow{}, fmt.Errorf("give back on pledge %d: %w", id, err)
	}
	r, err := o.enter(a, store.LedgerRow{
		Entry:     fund.GiveBack(fund.Posting{Account: accountOf(g, p), Amount: sum}),
		Community: p.Community, Year: p.Year, Project: p.ID, Pledge: g.ID, Photos: photos,
	})
	if err != nil {
		return r, err
	}
	if err := o.tellPledge(a, g, r); err != nil {
		return r, err
	}
	return r, o.editProject(a, p)
}

// TopUp has the fund pay what others were planned to give and did not pledge.
// more is by how much its part rises, 0 for nothing to do. Before the approval
// that is an amendment; after it, a change of the works, which needs a new
// decision where it passes the programme's share: decided tells whether the
// project goes on without one. *fund.NotFreeError when the community does not
// have the money.
func (o *Office) TopUp(a Act, id fund.ProjectID, reason string) (p fund.Project, more fund.Money, decided bool, err error) {
	if p, err = o.projectFor(a, fund.ActAmend, id); err != nil {
		return p, 0, false, fmt.Errorf("top up: %w", err)
	}
	pledges, err := a.Tx.Pledges(id)
	if err != nil {
		return p, 0, false, err
	}
	f := p.ToppedUp(pledges)
	if more = f.Fund - p.Funding.Fund; more == 0 {
		return p, 0, true, nil
	}
	prog, err := o.RulesOf(a.Tx, p, a.Now)
	if err != nil {
		return p, 0, false, err
	}
	status := p.Status
	if p.Amendable() == nil {
		_, err = p.Amend(p.Title, p.Where, p.Item, f, prog, a.Now)
	} else {
		_, err = p.Change(f, reason, prog, a.Now)
	}
	if err == nil {
		err = o.checkFree(a.Tx, p)
	}
	if err != nil {
		return p, 0, false, fmt.Errorf("top up project %d: %w", id, err)
	}
	if err := o.saveProject(a, recordReplanned, p, ProjectEntry{}); err != nil {
		return p, 0, false, err
	}
	return o.localProject(p), more, p.Status == status, o.showProject(a, p)
}
