package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// projectNotices is what a neighbourhood is shown of its projects.
func (d *decisions) projectNotices(r *router) { r.notice(office.KindProjectPost, d.projectPost) }

// projectPost is the disclosure of a project in its neighbourhood's groups and
// channels (the Act, Art. 34), edited in place from the decision to the end:
// with the photo from before the works, from how they go on, and from after them
// once there is one.
func (d *decisions) projectPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.ProjectPost](data)
	if err != nil {
		return screen{}, err
	}
	p, err := d.office.Project(v.tx, n.Project)
	if err != nil {
		return screen{}, err
	}
	sheet, err := briefSheet(v.tx, d.office, p, v.now)
	if err != nil {
		return screen{}, err
	}
	_, head, err := standsAt(v.tx, d.office, p)
	if err != nil {
		return screen{}, err
	}
	s := screen{Text: locales.Paragraphs(head, sheet)}
	s.Keys = [][]key{{v.key(locales.ProjectLookButton(), lookPostButton{p.ID})}}
	onTheWay, err := pictured(v.tx, d.office, p.ID)
	if err != nil {
		return screen{}, err
	}
	switch {
	case len(p.After) > 0:
		s.Photos = files(p.After[:1])
	case !p.StartedAt.IsZero() && len(onTheWay.Photos) > 0:
		s.Photos = files(onTheWay.Photos[:1])
	case len(p.Before) > 0:
		s.Photos = files(p.Before[:1])
	}
	give, err := giveKey(v.buttons, v.tx, d.office, p)
	if give != nil {
		s.Keys = append([][]key{{*give}}, s.Keys...)
	}
	return s, err
}

// projectHead says in a line what the news is.
func projectHead(s fund.ProjectStatus) locales.Message {
	switch s {
	case fund.ProjectApproved:
		return locales.ProjectHeadApproved()
	case fund.ProjectLost:
		return locales.ProjectHeadLost()
	case fund.ProjectStreet, fund.ProjectDistrict:
		return locales.ProjectHeadReview()
	case fund.ProjectReturned:
		return locales.ProjectHeadReturned()
	case fund.ProjectRefused:
		return locales.ProjectHeadRefused()
	case fund.ProjectStarted:
		return locales.ProjectHeadStarted()
	case fund.ProjectFinished:
		return locales.ProjectHeadFinished()
	case fund.ProjectMending:
		return locales.ProjectHeadMending()
	case fund.ProjectAccepted:
		return locales.ProjectHeadAccepted()
	case fund.ProjectFailed:
		return locales.ProjectHeadFailed()
	case fund.ProjectLapsed:
		return locales.YearHeadLapsed()
	case fund.ProjectDropped:
		return locales.ProjectHeadDropped()
	case fund.ProjectDrafted, fund.ProjectVoting:
	}
	return locales.ProjectHeadAgain()
}
