package fund

// DraftRules are what a project needs before the representatives vote on it,
// and what its review needs.
type DraftRules struct {
	Study       bool           // the two committees study it first
	Lines       bool           // its cost is written down line by line
	Purpose     bool           // what it is for and for whom
	Period      bool           // when the works begin and end
	Photos      bool           // photos from before the works
	Negative    []NegativeItem // what the fund never pays for; none asks for no declaration
	Quotes      int            // how many vendors quote,
	QuotesAbove Money          // for what costs more than this; 0 for everything
	Split       bool           // warn of projects that look split to stay under the limit
	SplitAlike  int            // from how many percent on two titles or places are alike
	Bureaus     []Bureau       // whose opinion the district's decision waits for
	Grounds     []PauseGround  // on which a review's clock may stand still; none for never
	PauseDays   int            // for how many working days at most
	Pauses      int            // how often in one review
}

// defaultDraft is what Liuzhou's communities need. The study is the article's
// (11, 两委一议); three quotes above a set amount, the declaration about the
// negative list and the warning of splitting are how comparable funds work
// (Guangxi's own amount was not found: 30,000 yuan is a default of this
// project). Cost lines, purpose, period and photos are recommended, and shown
// as open, but keep nobody from voting: a small repair needs none of them.
func defaultDraft() DraftRules {
	return DraftRules{
		Study: true, Negative: NegativeItems(), Quotes: 3, QuotesAbove: Yuan(30_000), Split: true, SplitAlike: 60,
		// The article, 18, names the leading group's bureaus; that it waits for
		// all of them, and how long a clock may stand still, are defaults here.
		Bureaus: []Bureau{BureauOrganisation, BureauCivil, BureauFinance, BureauAudit},
		Grounds: PauseGrounds(), PauseDays: 5, Pauses: 1,
	}
}

// Requirement is one part of what a project is put together from.
type Requirement string

// The requirements, in the order in which they are shown.
const (
	NeedPurpose  Requirement = "purpose"
	NeedLines    Requirement = "lines"
	NeedPeriod   Requirement = "period"
	NeedPhotos   Requirement = "photos"
	NeedQuotes   Requirement = "quotes"
	NeedNegative Requirement = "negative"
	NeedSplit    Requirement = "split"
	NeedStudy    Requirement = "study"
)

// Lack is what a requirement lacks.
type Lack string

// What may be lacking; "" where nothing is.
const (
	LackNothing  Lack = ""
	LackAll      Lack = "all"      // it is not there
	LackSum      Lack = "sum"      // the cost lines do not come to the cost
	LackVendors  Lack = "vendors"  // too few vendors quote
	LackPictures Lack = "pictures" // too few quotes have a picture
	LackChoice   Lack = "choice"   // none is chosen
	LackAbove    Lack = "above"    // the chosen one is more than the project costs
	LackReason   Lack = "reason"   // why the chosen one is not the lowest
	LackInterest Lack = "interest" // the declaration about relations with vendors
	LackBarred   Lack = "barred"   // the negative list holds it: the fund cannot pay
	LackAnew     Lack = "anew"     // the project has become something else since
)

// Check is how far one requirement is met. A requirement that lacks something
// keeps the project from the vote only where the programme has it Required.
type Check struct {
	What     Requirement
	Lack     Lack
	Required bool
	Have     int // vendors or pictures
	Need     int
}

// Done reports whether nothing is lacking.
func (c Check) Done() bool { return c.Lack == LackNothing }

// Stops reports whether the project cannot be put to the vote for this.
func (c Check) Stops() bool { return c.Lack != LackNothing && c.Required }

// Checklist says of everything that concerns a project how far it is met, in
// the order above. What does not concern it is left out: quotes where
// none are asked for and none were given, splitting where nothing is alike.
func (p Programme) Checklist(pr Project, d Dossier) []Check {
	r := p.Draft
	list := []Check{
		{What: NeedPurpose, Required: r.Purpose, Lack: lackIf(d.Application.Purpose == "" || d.Application.Whom == "", LackAll)},
		r.lines(pr, d),
		{What: NeedPeriod, Required: r.Period, Lack: lackIf(d.Application.End.IsZero(), LackAll)},
		{What: NeedPhotos, Required: r.Photos, Lack: lackIf(len(pr.Before) == 0, LackAll)},
	}
	if c, asked := r.quotes(pr, d); asked {
		list = append(list, c)
	}
	if len(r.Negative) > 0 {
		list = append(list, negative(pr, d.Application))
	}
	if len(d.Alike) > 0 {
		list = append(list, Check{What: NeedSplit, Required: true, Lack: lackIf(!d.Application.explains(d.Alike), LackAll)})
	}
	study := Check{What: NeedStudy, Required: r.Study}
	switch {
	case d.Study == nil:
		study.Lack = LackAll
	case !d.Study.Covers(pr):
		study.Lack = LackAnew
	}
	if r.Study || d.Study != nil {
		list = append(list, study)
	}
	return list
}

func lackIf(lacks bool, l Lack) Lack {
	if lacks {
		return l
	}
	return LackNothing
}

// lines is required where the lines that were written down contradict the cost.
func (r DraftRules) lines(p Project, d Dossier) Check {
	c := Check{What: NeedLines, Required: r.Lines}
	switch {
	case len(d.Lines) == 0:
		c.Lack = LackAll
	case SumCostLines(d.Lines) != p.Cost():
		c.Lack, c.Required = LackSum, true
	}
	return c
}

// AsksQuotes tells whether something that costs so much needs quotes.
func (r DraftRules) AsksQuotes(cost Money) bool { return r.Quotes > 0 && cost > r.QuotesAbove }

func (r DraftRules) quotes(p Project, d Dossier) (c Check, asked bool) {
	c = Check{What: NeedQuotes, Required: r.AsksQuotes(p.Cost()), Need: r.Quotes}
	if !c.Required && len(d.Quotes) == 0 {
		return c, false
	}
	vendors, pictured := d.vendors()
	chosen, ok := d.Quote(d.Application.Chosen)
	switch {
	case c.Required && vendors < r.Quotes:
		c.Lack, c.Have = LackVendors, vendors
	case c.Required && pictured < r.Quotes:
		c.Lack, c.Have = LackPictures, pictured
	case !ok:
		c.Lack = LackChoice
	case chosen.Amount > p.Cost():
		c.Lack = LackAbove
	case chosen.Amount > d.Lowest() && d.Application.ChosenWhy == "":
		c.Lack = LackReason
	case d.Application.Interest == "":
		c.Lack = LackInterest
	}
	return c, true
}

func negative(p Project, a Application) Check {
	c := Check{What: NeedNegative, Required: true}
	switch {
	case a.Declared.IsZero():
		c.Lack = LackAll
	case len(a.Negative) > 0:
		c.Lack = LackBarred
	case a.DeclaredOf != p.Item:
		c.Lack = LackAnew
	}
	return c
}

// Missing gives what keeps a project from the vote.
func Missing(list []Check) (missing []Check) {
	for _, c := range list {
		if c.Stops() {
			missing = append(missing, c)
		}
	}
	return missing
}
