package bot

import (
	"slices"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// intake is what the staff take down for somebody who came, called, was
// visited or wrote.
type intake struct {
	Place   pick               `json:"place"`
	Source  fund.RequestSource `json:"source,omitempty"`
	What    string             `json:"what,omitempty"`
	Where   string             `json:"where,omitempty"`
	At      *fund.Point        `json:"at,omitempty"`
	Photos  []dialog.Photo     `json:"photos,omitempty"`
	Similar []fund.RequestID   `json:"similar,omitempty"`
	Into    fund.RequestID     `json:"into,omitempty"`
}

// againButton begins another intake.
type againButton struct{}

func (c *staff) beginIntake(t *turn) error {
	places, err := c.intakePlaces(t)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return &fund.NotAllowed{Action: fund.ActEnterRequest, Needs: fund.ActEnterRequest.Needs(), At: t.person.Community}
	}
	if len(places) == 1 {
		return c.enter.begin(t, intake{Place: pick{Place: places[0].ID}})
	}
	return c.enter.begin(t, intake{})
}

func (c *staff) intakePlaces(t *turn) ([]fund.Place, error) {
	return c.where(t, fund.ActEnterRequest, fund.PlaceCommunity)
}

func (c *staff) intakeForm() dialog.Form[*turn, intake] {
	label := func(m locales.Message) func(intake) locales.Message { return func(intake) locales.Message { return m } }
	return dialog.Form[*turn, intake]{
		Name: "enter", Title: locales.IntakeTitle(),
		Steps: []dialog.Step[*turn, intake]{
			{
				Key: "place", Label: label(locales.IntakePlaceLabelButton()), Ask: c.askIntakePlace, Take: c.takeIntakePlace,
				Unasked: func(d intake) bool { return d.Place.Place != 0 },
			},
			{Key: "source", Label: label(locales.IntakeSourceLabelButton()), Ask: askSource, Take: takeSource},
			{Key: "what", Label: label(locales.IntakeWhatLabelButton()), Ask: askIntakeWhat, Take: c.takeIntakeWhat},
			{
				Key: "where", Label: label(locales.IntakeWhereLabelButton()), Ask: askIntakeWhere, Take: c.takeIntakeWhere,
				Optional: true, Clear: func(d *intake) { d.Where, d.At = "", nil },
			},
			{
				Key: "photo", Label: label(locales.IntakePhotoLabelButton()), Ask: c.askIntakePhoto, Take: c.takeIntakePhoto,
				Free: true, Optional: true, Clear: func(d *intake) { d.Photos = nil },
			},
			{
				Key: "similar", Ask: c.askIntakeSimilar, Take: c.takeIntakeSimilar,
				When: func(d intake) bool { return len(d.Similar) > 0 },
			},
		},
		Look: c.lookAtIntake,
		Done: c.entered,
	}
}

func (c *staff) askIntakePlace(t *turn, d intake) (dialog.View, error) {
	among, err := c.intakePlaces(t)
	if err != nil || len(among) == 0 {
		return dialog.View{Text: locales.IntakePlace()}, err
	}
	choices, _, err := c.offer(t, d.Place, among)
	return dialog.View{Text: locales.IntakePlace(), Choices: choices}, err
}

func (c *staff) takeIntakePlace(t *turn, d *intake, a dialog.Answer) error {
	among, err := c.intakePlaces(t)
	if err != nil {
		return err
	}
	if a.Choice == "" && len(matching(among, a.Text)) == 0 || a.Empty() {
		return dialog.Again(locales.IntakePlaceUnknown(cut(a.Text, maxEcho)))
	}
	done, err := d.Place.choose(a, among)
	if err == nil && !done {
		err = dialog.ErrStay
	}
	if err == nil && d.What != "" {
		return c.findSimilar(t, d)
	}
	return err
}

func askSource(*turn, intake) (dialog.View, error) {
	v := dialog.View{Text: locales.IntakeSource()}
	for _, s := range fund.RequestSources() {
		if s != fund.SourceSelf {
			v.Choices = append(v.Choices, []dialog.Choice{{Value: string(s), Label: sourceName(s)}})
		}
	}
	return v, nil
}

func takeSource(_ *turn, d *intake, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Source = fund.RequestSource(a.Choice)
	return nil
}

func askIntakeWhat(*turn, intake) (dialog.View, error) {
	return dialog.View{Text: locales.IntakeWhat()}, nil
}

func (c *staff) takeIntakeWhat(t *turn, d *intake, a dialog.Answer) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := c.office.Rules(t.now).Requests.CheckText(a.Text); err != nil {
		return again(err)
	}
	d.What = a.Text
	return c.findSimilar(t, d)
}

// findSimilar looks for open requests that ask for something close.
func (c *staff) findSimilar(t *turn, d *intake) error {
	list, err := c.office.Similar(t.tx, d.Place.Place, d.What, similarShown)
	d.Similar = nil
	for _, r := range list {
		d.Similar = append(d.Similar, r.ID)
	}
	if !slices.Contains(d.Similar, d.Into) {
		d.Into = 0
	}
	return err
}

func askIntakeWhere(*turn, intake) (dialog.View, error) {
	return dialog.View{Text: locales.IntakeWhere()}, nil
}

func (c *staff) takeIntakeWhere(t *turn, d *intake, a dialog.Answer) error {
	switch {
	case a.Point != nil:
		d.At = &fund.Point{Lat: a.Point.Lat, Lon: a.Point.Lon}
		if d.Where == "" {
			d.Where = venueIn(t, c.office, a.Point)
		}
		return nil
	case a.Text == "":
		return dialog.Again(locales.FormPlacePlease())
	}
	if err := c.office.Rules(t.now).Requests.CheckWhere(a.Text); err != nil {
		return again(err)
	}
	d.Where = a.Text
	return nil
}

func (c *staff) askIntakePhoto(t *turn, _ intake) (dialog.View, error) {
	return dialog.View{Text: locales.IntakePhoto(c.office.Rules(t.now).Requests.MaxPhotos)}, nil
}

func (c *staff) takeIntakePhoto(t *turn, d *intake, a dialog.Answer) error {
	list, err := c.album(t, d.Photos, a)
	d.Photos = list
	return err
}

// album is albumIn for the staff's forms.
func (c *staff) album(t *turn, had []dialog.Photo, a dialog.Answer) ([]dialog.Photo, error) {
	return albumIn(t, c.office, had, a)
}

func (c *staff) askIntakeSimilar(t *turn, d intake) (dialog.View, error) {
	var v dialog.View
	var lines []locales.Message
	for i, id := range d.Similar {
		r, err := c.office.Request(t.tx, id)
		if err != nil {
			return v, err
		}
		lines = append(lines, locales.FormLine(i+1, locales.MergingLine(r.Number, shortTitle(r), r.Supporters)))
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(id), 10), Label: locales.IntakeSameButton(r.Number),
		}})
	}
	v.Text = locales.IntakeSimilar(lines)
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "n", Label: locales.IntakeNoneButton()}})
	return v, nil
}

func (c *staff) takeIntakeSimilar(t *turn, d *intake, a dialog.Answer) (err error) {
	d.Into, err = takeListed(t, c.office, d.Similar, a)
	return err
}

func (c *staff) lookAtIntake(t *turn, d intake) (dialog.View, error) {
	place, err := nameOf(t.tx, c.office, d.Place.Place)
	if err != nil {
		return dialog.View{}, err
	}
	joined := ""
	if d.Into != 0 {
		into, err := c.office.Request(t.tx, d.Into)
		if err != nil {
			return dialog.View{}, err
		}
		joined = into.Number
	}
	return dialog.View{
		Text: locales.IntakeLook(place, sourceName(d.Source), d.What, placeWords(d.Where, d.At), len(d.Photos), joined),
	}, nil
}

// entered files the request, joins it if the staff said that it is the same as
// another, and gives the receipt.
func (c *staff) entered(t *turn, d intake) error {
	r, err := c.office.EnterRequest(t.act(), office.NewRequest{
		Text: d.What, Where: d.Where, At: d.At, Photos: photosOf(d.Photos), Source: d.Source, Community: d.Place.Place,
		Item: c.guess(t, d.What),
	})
	if err != nil {
		return err
	}
	text := locales.IntakeDone(r.Number, r.Filed)
	if d.Into != 0 {
		if _, err := c.office.ProposeMerge(t.act(), r.ID, d.Into); err != nil {
			return err
		}
		into, err := c.office.Request(t.tx, d.Into)
		if err != nil {
			return err
		}
		text = locales.IntakeDoneJoined(r.Number, into.Number, r.Filed)
	}
	return t.show(screen{Text: text, Keys: [][]key{
		{t.key(locales.IntakeAgainButton(), againButton{})},
		{t.key(locales.IntakeOpenButton(), caseButton{r.ID}), t.key(locales.DeskDeskButton(), deskButton{})},
	}})
}

// guess is what of the catalogue a text seems to be about; "" for nothing.
func (c *staff) guess(t *turn, text string) fund.ItemCode {
	if guess := c.office.Rules(t.now).Catalogue.Guess(text, 1); len(guess) > 0 {
		return guess[0].Code
	}
	return ""
}
