package fund

import "time"

// BulletinInput is what a bulletin is made of: everything of the place it is
// about, of whatever time; MakeBulletin takes what belongs to its quarter.
type BulletinInput struct {
	Projects  []Project
	Approvals []Approval
	Requests  []Request
}

// Line is one project in a bulletin.
type Line struct {
	Project   ProjectID
	Number    string
	Title     string
	Community PlaceID
	Item      ItemCode
	Funding   Funding
	Cost      Money
	Spent     Money
	Status    ProjectStatus // as it stands now
	Holder    Holder        // who holds it now
	HeldSince time.Time
	At        time.Time // when what the line reports happened
}

// OverdueLine is a project whose review is overdue now, by Days working days,
// and the tier that holds it.
type OverdueLine struct {
	Line
	Tier Tier
	Due  time.Time
	Days int
}

// Bulletin is what a quarter is reported by: approval results are made public
// every quarter, with where the money came from (the article, 17; the Act,
// Art. 34). It holds no person's name.
type Bulletin struct {
	Quarter Quarter

	Decided  []Line // the representatives carried it in the quarter
	Approved []Line // it may begin since the quarter
	Refused  []Line // an office refused it in the quarter
	Lost     []Line // the representatives voted against it in the quarter
	UnderWay []Line // approved and not finished when the quarter ended
	Finished []Line // finished in the quarter

	// Of the projects under Approved: what was allowed, by who pays.
	ByFund, BySponsor, ByResidents, Total Money
	// Of the projects under UnderWay and Finished: what they have spent.
	Spent Money

	RequestsFiled                                                        int // in the quarter
	RequestsAdopted, RequestsDeclined, RequestsMerged, RequestsWithdrawn int // in the quarter
	RequestsOpen                                                         int // filed by its end and open now

	Reviews      int     // decided by street or district in the quarter
	Workdays     int     // that they took together
	MeanWorkdays float64 // Workdays a review, 0 without any
	OnTime, Late int     // of Reviews

	Overdue []OverdueLine // now, the longest first
}

// Sums adds up lines by who pays.
type Sums struct{ Fund, Sponsor, Residents, Total, Spent Money }
