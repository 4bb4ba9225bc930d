package bot

type sender struct{}

func newSender(*Bot, Limits, int) *sender { return &sender{} }
