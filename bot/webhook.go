package bot

// Webhook is where Telegram brings updates. Secret is 1 to 256 of A–Z, a–z,
// 0–9, _ and -.
type Webhook struct {
	URL    string
	Secret string
}
