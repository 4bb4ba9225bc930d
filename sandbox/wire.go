package sandbox

// The types of this file are the Bot API's, as it writes them.

type wireUser struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireMe struct {
	wireUser
	CanJoinGroups             bool `json:"can_join_groups"`
	CanReadAllGroupMessages   bool `json:"can_read_all_group_messages"`
	SupportsInlineQueries     bool `json:"supports_inline_queries"`
	CanConnectToBusiness      bool `json:"can_connect_to_business"`
	HasMainWebApp             bool `json:"has_main_web_app"`
	HasTopicsEnabled          bool `json:"has_topics_enabled"`
	AllowsUsersToCreateTopics bool `json:"allows_users_to_create_topics"`
	CanManageBots             bool `json:"can_manage_bots"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

type wireEntity struct {
	Entity
	User *wireUser `json:"user,omitempty"`
}

type wirePhoto struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

type wireDocument struct {
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wireLocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type wireVenue struct {
	Location wireLocation `json:"location"`
	Title    string       `json:"title"`
	Address  string       `json:"address"`
}

type wireContact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

type wireOption struct {
	PersistentID string `json:"persistent_id"`
	Text         string `json:"text"`
	VoterCount   int    `json:"voter_count"`
}

type wirePoll struct {
	ID                    string       `json:"id"`
	Question              string       `json:"question"`
	Description           string       `json:"description,omitempty"`
	Options               []wireOption `json:"options"`
	TotalVoterCount       int          `json:"total_voter_count"`
	IsClosed              bool         `json:"is_closed"`
	IsAnonymous           bool         `json:"is_anonymous"`
	Type                  string       `json:"type"`
	AllowsMultipleAnswers bool         `json:"allows_multiple_answers"`
	AllowsRevoting        bool         `json:"allows_revoting"`
	MembersOnly           bool         `json:"members_only"`
	CorrectOptionIDs      []int        `json:"correct_option_ids,omitempty"`
	Explanation           string       `json:"explanation,omitempty"`
	OpenPeriod            int          `json:"open_period,omitempty"`
	CloseDate             int64        `json:"close_date,omitempty"`
}

type wireMarkup struct {
	InlineKeyboard [][]wireButton `json:"inline_keyboard"`
}

type wireButton struct {
	Text         string    `json:"text"`
	Style        string    `json:"style,omitempty"`
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	WebApp       *wireLink `json:"web_app,omitempty"`
	LoginURL     *wireLink `json:"login_url,omitempty"`
	CopyText     *wireText `json:"copy_text,omitempty"`
	Switch       *string   `json:"switch_inline_query,omitempty"`
	SwitchHere   *string   `json:"switch_inline_query_current_chat,omitempty"`
	Disabled     *struct{} `json:"disabled,omitempty"`
}

type wireLink struct {
	URL string `json:"url"`
}

type wireText struct {
	Text string `json:"text"`
}

type wireOrigin struct {
	Type       string    `json:"type"`
	Date       int64     `json:"date"`
	SenderUser *wireUser `json:"sender_user,omitempty"`
	Chat       *wireChat `json:"chat,omitempty"`
	SenderChat *wireChat `json:"sender_chat,omitempty"`
	MessageID  int       `json:"message_id,omitempty"`
}

type wirePreview struct {
	IsDisabled bool `json:"is_disabled"`
}

type wireMessage struct {
	MessageID        int           `json:"message_id"`
	From             *wireUser     `json:"from,omitempty"`
	SenderChat       *wireChat     `json:"sender_chat,omitempty"`
	Chat             *wireChat     `json:"chat"`
	Date             int64         `json:"date"`
	EditDate         int64         `json:"edit_date,omitempty"`
	ForwardOrigin    *wireOrigin   `json:"forward_origin,omitempty"`
	ReplyTo          *wireMessage  `json:"reply_to_message,omitempty"`
	MediaGroupID     string        `json:"media_group_id,omitempty"`
	HasProtected     bool          `json:"has_protected_content,omitempty"`
	Text             string        `json:"text,omitempty"`
	Entities         []wireEntity  `json:"entities,omitempty"`
	Preview          *wirePreview  `json:"link_preview_options,omitempty"`
	Photo            []wirePhoto   `json:"photo,omitempty"`
	Document         *wireDocument `json:"document,omitempty"`
	Caption          string        `json:"caption,omitempty"`
	CaptionEntities  []wireEntity  `json:"caption_entities,omitempty"`
	CaptionAbove     bool          `json:"show_caption_above_media,omitempty"`
	HasSpoiler       bool          `json:"has_media_spoiler,omitempty"`
	Location         *wireLocation `json:"location,omitempty"`
	Venue            *wireVenue    `json:"venue,omitempty"`
	Contact          *wireContact  `json:"contact,omitempty"`
	Poll             *wirePoll     `json:"poll,omitempty"`
	NewChatMembers   []wireUser    `json:"new_chat_members,omitempty"`
	LeftChatMember   *wireUser     `json:"left_chat_member,omitempty"`
	GroupChatCreated bool          `json:"group_chat_created,omitempty"`
	SupergroupMade   bool          `json:"supergroup_chat_created,omitempty"`
	ChannelMade      bool          `json:"channel_chat_created,omitempty"`
	MigrateToChatID  int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFromID    int64         `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage    *wireMessage  `json:"pinned_message,omitempty"`
	UsersShared      *wireShared   `json:"users_shared,omitempty"`
	ChatShared       *wireShared   `json:"chat_shared,omitempty"`
	ReplyMarkup      *wireMarkup   `json:"reply_markup,omitempty"`
	ReceiverUser     *wireUser     `json:"receiver_user,omitempty"`
	EphemeralID      int           `json:"ephemeral_message_id,omitempty"`
}

type wireShared struct {
	RequestID int              `json:"request_id"`
	Users     []wireSharedUser `json:"users,omitempty"`
	ChatID    int64            `json:"chat_id,omitempty"`
}

type wireSharedUser struct {
	UserID int64 `json:"user_id"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message,omitempty"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data"`
}

type wirePollAnswer struct {
	PollID    string    `json:"poll_id"`
	VoterChat *wireChat `json:"voter_chat,omitempty"`
	User      *wireUser `json:"user,omitempty"`
	OptionIDs []int     `json:"option_ids"`
	OptionPID []string  `json:"option_persistent_ids"`
}

type wireMemberUpdate struct {
	Chat          *wireChat       `json:"chat"`
	From          wireUser        `json:"from"`
	Date          int64           `json:"date"`
	OldChatMember any             `json:"old_chat_member"`
	NewChatMember any             `json:"new_chat_member"`
	InviteLink    *wireInviteLink `json:"invite_link,omitempty"`
}

type wireReactionUpdate struct {
	Chat      *wireChat      `json:"chat"`
	MessageID int            `json:"message_id"`
	User      *wireUser      `json:"user,omitempty"`
	Date      int64          `json:"date"`
	Old       []wireReaction `json:"old_reaction"`
	New       []wireReaction `json:"new_reaction"`
}

type wireReaction struct {
	Type  string `json:"type"`
	Emoji string `json:"emoji"`
}
