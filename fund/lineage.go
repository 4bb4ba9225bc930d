package fund

import "slices"

// Kin is a request or a project, as a member of a lineage; the other is 0.
type Kin struct {
	Request RequestID
	Project ProjectID
}

// Lineage tells what is the same thing under whatever name: the requests that
// ask for it, with those merged into them, and the projects that came of them,
// year after year, with what the staff declared to be the same.
type Lineage struct{ links map[Kin][]Kin }

// Link says that two things belong together.
func (l *Lineage) Link(a, b Kin) {
	if a == b || a == (Kin{}) || b == (Kin{}) {
		return
	}
	if l.links == nil {
		l.links = make(map[Kin][]Kin)
	}
	l.links[a] = append(l.links[a], b)
	l.links[b] = append(l.links[b], a)
}

// Project takes in the request a project came of.
func (l *Lineage) Project(p Project) { l.Link(Kin{Project: p.ID}, Kin{Request: p.Lead}) }

// Request takes in the project a request became and the request it was merged
// into.
func (l *Lineage) Request(r Request) {
	l.Link(Kin{Request: r.ID}, Kin{Project: r.Project})
	l.Link(Kin{Request: r.ID}, Kin{Request: r.MergedInto})
}

// Projects gives every project of the lineage that something belongs to,
// itself left out, by number.
func (l Lineage) Projects(of Kin) []ProjectID {
	seen := map[Kin]bool{of: true}
	next := []Kin{of}
	var found []ProjectID
	for len(next) > 0 {
		k := next[0]
		next = next[1:]
		for _, other := range l.links[k] {
			if seen[other] {
				continue
			}
			seen[other] = true
			next = append(next, other)
			if other.Project != 0 {
				found = append(found, other.Project)
			}
		}
	}
	slices.Sort(found)
	return found
}
