package bot

import (
	"errors"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// reviewButton decides a review, or begins to: it names the review and not the
// project, so that a second press never decides for the next office.
type reviewButton struct {
	Approval int64
	Verdict  fund.Verdict
}

// verdictDraft is a verdict that needs a reason.
type verdictDraft struct {
	Approval int64        `json:"approval"`
	Verdict  fund.Verdict `json:"verdict"`
	Reason   string       `json:"reason,omitempty"`
}

// reviewFlow is the street's and the district's decisions on what costs more
// than a community decides alone.
func (d *decisions) reviewFlow(r *router) {
	d.verdict = form(r, d.verdictForm())
	press(r, "a", d.review)
	r.notice(office.KindTask, d.task)
}

// reviewKeys are the decisions that the person may take on a project that
// waits for an office; none when it does not wait for theirs.
func reviewKeys(t *turn, o *office.Office, p fund.Project) ([][]key, error) {
	r, err := o.Review(t.tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	clock, err := clockKeys(t, o, p)
	if err != nil || !mayReview(o, t.act(), r, p) {
		return clock, err
	}
	bureau, err := o.BureauOf(t.act(), p)
	if err != nil {
		return nil, err
	}
	keys := append(verdictKeys(t.buttons, r.ID), []key{t.key(locales.RemarkButton(), remarkButton{r.ID})})
	if bureau != "" && r.Tier == fund.TierDistrict {
		keys = append([][]key{{t.key(locales.SpokenButton(report.BureauName(bureau)), opineButton{r.ID})}}, keys...)
	}
	return append(keys, clock...), nil
}

func mayReview(o *office.Office, a office.Act, r fund.Approval, p fund.Project) bool {
	return o.Allowed(a, reviewAction(r.Tier), p.Community) == nil
}

// reviewAction is what deciding at a tier asks for.
func reviewAction(t fund.Tier) fund.Action {
	if t == fund.TierStreet {
		return fund.ActReviewStreet
	}
	return fund.ActReviewDistrict
}

func verdictKeys(b *buttons, approval int64) [][]key {
	return [][]key{
		{b.key(locales.ReviewApproveButton(), reviewButton{approval, fund.VerdictApprove}).styled("success")},
		{
			b.key(locales.ReviewReturnButton(), reviewButton{approval, fund.VerdictReturn}),
			b.key(locales.ReviewRefuseButton(), reviewButton{approval, fund.VerdictRefuse}),
		},
	}
}

// review approves at once; what goes back or ends needs a reason first.
func (d *decisions) review(t *turn, b reviewButton) error {
	switch b.Verdict {
	case fund.VerdictApprove:
		return d.approve(t, b.Approval)
	case fund.VerdictReturn, fund.VerdictRefuse:
		if _, err := d.waiting(t, b.Approval); err != nil {
			return err
		}
		return d.verdict.begin(t, verdictDraft{Approval: b.Approval, Verdict: b.Verdict})
	}
	return errStaleButton
}

// waiting gives the project of a review that the person may decide now.
func (d *decisions) waiting(t *turn, id int64) (fund.Project, error) {
	r, err := t.tx.Approval(id)
	if err != nil {
		return fund.Project{}, d.gone(err)
	}
	p, err := d.office.Project(t.tx, r.Project)
	if err != nil {
		return p, err
	}
	if err := d.office.Allowed(t.act(), reviewAction(r.Tier), p.Community); err != nil {
		return p, err
	}
	if !r.Decided.IsZero() {
		return p, refuse(locales.ReviewDecidedAlert(verdictName(r.Verdict)))
	}
	return p, nil
}

// gone words a review that is no more: its project was given up.
func (d *decisions) gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return refuse(locales.ReviewGoneAlert())
	}
	return err
}

func (d *decisions) approve(t *turn, id int64) error {
	p, err := d.office.Approve(t.act(), id)
	if err != nil {
		return d.gone(err)
	}
	holder, err := holderName(t.tx, d.office, p.Holder(), p.Community)
	if err != nil {
		return err
	}
	said := locales.ReviewApprovedAlert(p.Number, holder)
	t.toast(said)
	if said, err = d.forWhom(t, id, p, said); err != nil {
		return err
	}
	return d.showDecided(t, p, said)
}

// forWhom adds for whom a review was decided, if for somebody absent.
func (d *decisions) forWhom(t *turn, review int64, p fund.Project, said locales.Message) (locales.Message, error) {
	r, err := t.tx.Approval(review)
	if err != nil {
		return said, err
	}
	return forWhom(t, d.office, said, reviewAction(r.Tier), p.Community)
}

// showDecided shows what was decided in place of the buttons, unless the
// message is a task: those are brought up to date for everybody at once.
func (d *decisions) showDecided(t *turn, p fund.Project, said locales.Message) error {
	if t.tap != nil && t.message != nil {
		switch _, err := t.tx.PostAt(t.chat.ID, t.message.ID); {
		case err == nil:
			return nil
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	return t.show(screen{Text: said, Keys: [][]key{
		{t.key(locales.DeskDeskButton(), deskButton{})},
		{t.key(locales.WorksOpenButton(), projectButton{Project: p.ID})},
	}})
}

// reasons are those given most: the button, and what people read.
func (d *decisions) reasons(v fund.Verdict) []commonReason {
	if v == fund.VerdictReturn {
		return []commonReason{
			{locales.ReviewCostButton(), locales.ReviewCost()},
			{locales.ReviewUnclearButton(), locales.ReviewUnclear()},
			{locales.ReviewConsentButton(), locales.ReviewConsent()},
			{locales.ReviewSmallerButton(), locales.ReviewSmaller()},
		}
	}
	return []commonReason{
		{locales.ReviewScopeButton(), locales.ReviewScope()},
		{locales.ReviewDutyButton(), locales.ReviewDuty()},
		{locales.ReviewPlannedButton(), locales.ReviewPlanned()},
		{locales.ReviewSafetyButton(), locales.ReviewSafety()},
	}
}

func (d *decisions) verdictForm() dialog.Form[*turn, verdictDraft] {
	return dialog.Form[*turn, verdictDraft]{
		Name: "verdict", Title: locales.ReviewTitle(),
		Steps: []dialog.Step[*turn, verdictDraft]{{
			Key: "reason", Label: func(verdictDraft) locales.Message { return locales.ReviewReasonButton() },
			Ask: d.askReason, Take: d.takeReason,
		}},
		Look: d.lookVerdict,
		Done: d.decide,
	}
}

func (d *decisions) askReason(t *turn, v verdictDraft) (dialog.View, error) {
	p, err := d.waiting(t, v.Approval)
	if err != nil {
		return dialog.View{}, err
	}
	view := dialog.View{Text: locales.ReviewReturnAsk(p.Number, p.Title)}
	switch v.Verdict {
	case fund.VerdictApprove:
		return dialog.View{Text: locales.RemarkAsk(p.Number, p.Title)}, nil
	case fund.VerdictRefuse:
		view.Text = locales.ReviewRefuseAsk(p.Number, p.Title)
	case fund.VerdictReturn:
	}
	for _, reason := range d.reasons(v.Verdict) {
		view.Choices = append(view.Choices, []dialog.Choice{{Value: reason.label.ID, Label: reason.label}})
	}
	return view, nil
}

func (d *decisions) takeReason(t *turn, v *verdictDraft, a dialog.Answer) error {
	if v.Verdict == fund.VerdictApprove {
		return takeText(a, d.office.Rules(t.now).Requests.CheckReason, &v.Reason)
	}
	for _, reason := range d.reasons(v.Verdict) {
		if a.Choice != "" && a.Choice == reason.label.ID {
			words, err := d.book.Plain(t.lang, reason.words)
			v.Reason = words
			return err
		}
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := d.office.Rules(t.now).Requests.CheckReason(a.Text); err != nil {
		return again(err)
	}
	v.Reason = a.Text
	return nil
}

func (d *decisions) lookVerdict(t *turn, v verdictDraft) (dialog.View, error) {
	p, err := d.waiting(t, v.Approval)
	text := locales.ReviewReturnLook(p.Number, p.Title, v.Reason, d.office.Rules(t.now).ReviewDays)
	switch v.Verdict {
	case fund.VerdictApprove:
		text = locales.RemarkLook(p.Number, p.Title, v.Reason)
	case fund.VerdictRefuse:
		text = locales.ReviewRefuseLook(p.Number, p.Title, v.Reason)
	case fund.VerdictReturn:
	}
	return dialog.View{Text: text}, err
}

func (d *decisions) decide(t *turn, v verdictDraft) error {
	if v.Verdict == fund.VerdictApprove {
		p, err := d.office.ApproveWith(t.act(), v.Approval, v.Reason)
		if err != nil {
			return d.gone(err)
		}
		holder, err := holderName(t.tx, d.office, p.Holder(), p.Community)
		if err != nil {
			return err
		}
		return d.showDecided(t, p, locales.ReviewApprovedAlert(p.Number, holder))
	}
	if v.Verdict == fund.VerdictRefuse {
		p, err := d.office.Refuse(t.act(), v.Approval, v.Reason)
		if err != nil {
			return d.gone(err)
		}
		said, err := d.forWhom(t, v.Approval, p, locales.ReviewRefused(p.Number))
		if err != nil {
			return err
		}
		return d.showDecided(t, p, said)
	}
	p, err := d.office.Return(t.act(), v.Approval, v.Reason)
	if err != nil {
		return d.gone(err)
	}
	holder, err := holderName(t.tx, d.office, p.Holder(), p.Community)
	if err != nil {
		return err
	}
	said, err := d.forWhom(t, v.Approval, p, locales.ReviewReturned(p.Number, holder))
	if err != nil {
		return err
	}
	return d.showDecided(t, p, said)
}

// verdictName says a verdict that was given.
func verdictName(v fund.Verdict) locales.Message {
	switch v {
	case fund.VerdictApprove:
		return locales.VerdictApproved()
	case fund.VerdictReturn:
		return locales.VerdictReturned()
	case fund.VerdictRefuse:
		return locales.VerdictRefused()
	}
	return locales.Message{}
}
