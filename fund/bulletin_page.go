package fund

// BulletinPageLines is how many lines of projects one page of a bulletin
// holds: with titles of full length it stays within one Telegram message of
// 4,096 characters.
const BulletinPageLines = 20

// Lines counts the lines of projects that the bulletin lists.
func (b Bulletin) Lines() int {
	return len(b.Decided) + len(b.Approved) + len(b.UnderWay) + len(b.Finished) + len(b.Judged) +
		len(b.Lost) + len(b.Refused) + len(b.Overdue)
}

// Pages is into how many pages the bulletin divides, at least one.
func (b Bulletin) Pages() int {
	return max(1, (b.Lines()+BulletinPageLines-1)/BulletinPageLines)
}

// RollupPageParts is how many communities and offices one page of a roll-up
// lists, so that it stays within one Telegram message of 4,096 characters with
// all else that it says.
const RollupPageParts = 20

// RollupPages is into how many pages a roll-up of so many communities and
// offices together divides, at least one.
func RollupPages(parts int) int {
	return max(1, (parts+RollupPageParts-1)/RollupPageParts)
}
