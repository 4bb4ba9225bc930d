package fund

import "slices"

// SplitFrom gives those of others that a project looks split from to stay
// under what a community decides alone: projects of the same community and
// year, for the same item of the catalogue or with a similar title or place,
// each within the limit and together with it above. It is a warning, not a
// verdict: blocks of one street may need lamps one after another. Of two drafts
// the later one is the one that looks split. It gives none where the project
// itself goes up for review anyway.
func (p Programme) SplitFrom(pr Project, others []Project) []Project {
	if !p.Draft.Split || pr.Cost() > p.CommunityLimit {
		return nil
	}
	var alike []Project
	sum := pr.Cost()
	for _, o := range others {
		later := o.Status == ProjectDrafted && o.ID > pr.ID
		if o.ID != pr.ID && o.Community == pr.Community && o.Year == pr.Year && o.counts() && !later &&
			o.Cost() <= p.CommunityLimit && p.Draft.alike(pr, o) {
			alike = append(alike, o)
			sum += o.Cost()
		}
	}
	if sum <= p.CommunityLimit {
		return nil
	}
	return alike
}

// counts tells whether a project may yet cost money, or has.
func (p Project) counts() bool {
	switch p.Status {
	case ProjectLost, ProjectRefused, ProjectDropped, ProjectFailed, ProjectLapsed:
		return false
	case ProjectDrafted, ProjectVoting, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectApproved, ProjectStarted,
		ProjectFinished, ProjectMending, ProjectAccepted:
		return true
	}
	return true
}

func (r DraftRules) alike(a, b Project) bool {
	near := float64(r.SplitAlike) / 100
	return a.Item == b.Item || Similarity(a.Title, b.Title) >= near || Similarity(a.Where, b.Where) >= near
}

// explains reports whether the reason that was given speaks of all of alike.
func (a Application) explains(alike []Project) bool {
	return a.SplitWhy != "" && !slices.ContainsFunc(alike, func(p Project) bool { return !slices.Contains(a.SplitWith, p.ID) })
}
