package fund_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]fund.Money{
		"11000": fund.Yuan(11_000), "11,000": fund.Yuan(11_000), "11，000": fund.Yuan(11_000),
		"１１０００元": fund.Yuan(11_000), "¥1.1万": fund.Yuan(11_000), "￥11000": fund.Yuan(11_000),
		"1.1万元": fund.Yuan(11_000), "11000.50": 1_100_050, "11k": fund.Yuan(11_000), "11K": fund.Yuan(11_000),
		"1.1w": fund.Yuan(11_000), "11 000": fund.Yuan(11_000), "11\u00a0000 元": fund.Yuan(11_000),
		" 1.1 万 元 ": fund.Yuan(11_000), "RMB 11,000": fund.Yuan(11_000), "11000 yuan": fund.Yuan(11_000),
		"11000块钱": fund.Yuan(11_000), "人民币：11000元整": fund.Yuan(11_000), "11000元。": fund.Yuan(11_000),
		"五万": fund.Yuan(50_000), "一万一千元": fund.Yuan(11_000), "两万五": fund.Yuan(25_000),
		"3万5千": fund.Yuan(35_000), "3万5": fund.Yuan(35_000), "3万5000": fund.Yuan(35_000),
		"二十万": fund.Yuan(200_000), "一百二十万": fund.Yuan(1_200_000), "十五": fund.Yuan(15),
		"三千零五十": fund.Yuan(3050), "一千零十五": fund.Yuan(1015), "二十五": fund.Yuan(25), "两万零五": fund.Yuan(20_005), "伍万元整": fund.Yuan(50_000),
		"1亿": fund.Yuan(100_000_000), "3千万": fund.Yuan(30_000_000), "1。5万": fund.Yuan(15_000),
		"49999.99": 4_999_999, "50000": 5_000_000, "50000.01": 5_000_001, "0.01": 1, "0.5": 50,
		"0": 0, "-0": 0, "0元": 0, "+5": fund.Yuan(5), "007": fund.Yuan(7), "1,234,567.89": 123_456_789,
		"100000000000": fund.MaxMoney, "1000亿": fund.MaxMoney, "1.10000": 110,
	} {
		got, err := fund.ParseMoney(text)
		if err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", text, got.Decimal(), err, want.Decimal())
		}
	}
}

func TestWhatIsNoAmountSaysWhy(t *testing.T) {
	for text, want := range map[string]fund.MoneyWhy{
		"": fund.MoneyNotANumber, "  ": fund.MoneyNotANumber, "元": fund.MoneyNotANumber, "¥": fund.MoneyNotANumber,
		"abc": fund.MoneyNotANumber, "1,1": fund.MoneyNotANumber, "1,0000": fund.MoneyNotANumber,
		"1.2.3": fund.MoneyNotANumber, "11000 20": fund.MoneyNotANumber, "1e5": fund.MoneyNotANumber,
		"0x10": fund.MoneyNotANumber, "万": fund.MoneyNotANumber, "5千3万元2": fund.MoneyNotANumber,
		"1万2万": fund.MoneyNotANumber, "3万50000": fund.MoneyNotANumber, "1.5万5千": fund.MoneyNotANumber,
		"$500": fund.MoneyNotANumber, "10000-20000": fund.MoneyNotANumber, "大约一万": fund.MoneyNotANumber,
		"NaN": fund.MoneyNotANumber, "inf": fund.MoneyNotANumber, "1/3": fund.MoneyNotANumber,
		".": fund.MoneyNotANumber, "--5": fund.MoneyNotANumber, strings.Repeat("9", 201): fund.MoneyNotANumber,
		"-5": fund.MoneyNegative, "−5": fund.MoneyNegative, "负五万": fund.MoneyNegative, "¥-5": fund.MoneyNegative,
		"-0.01": fund.MoneyNegative, "0.001": fund.MoneyTooPrecise, "11000.505": fund.MoneyTooPrecise,
		"1.1234567万": fund.MoneyTooPrecise, "100000000000.01": fund.MoneyTooLarge, "1001亿": fund.MoneyTooLarge,
		strings.Repeat("9", 200): fund.MoneyTooLarge,
	} {
		_, err := fund.ParseMoney(text)
		var money *fund.MoneyError
		if !errors.As(err, &money) || money.Why != want || money.Text != text {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
		if err != nil && text != "" && len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Errorf("the message repeats what was written: %v", err)
		}
	}
}

func TestDecimal(t *testing.T) {
	for m, want := range map[fund.Money]string{
		0: "0.00", 1: "0.01", 99: "0.99", 100: "1.00", 1_100_000: "11000.00", -1: "-0.01", -12345: "-123.45",
		-9223372036854775808: "-92233720368547758.08",
	} {
		if got := m.Decimal(); got != want {
			t.Errorf("%d fen: %s, want %s", int64(m), got, want)
		}
	}
}

func anyMoney() *rapid.Generator[fund.Money] {
	return rapid.Map(rapid.Int64Range(0, int64(fund.MaxMoney)), func(n int64) fund.Money { return fund.Money(n) })
}

func TestEveryAmountIsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney().Draw(t, "fen")
		yuan, fen := int64(m)/100, int64(m)%100
		grouped := strconvGroup(yuan) + fmt.Sprintf(".%02d", fen)
		for _, text := range []string{
			m.Decimal(), m.Decimal() + "元", "¥" + grouped, strings.ReplaceAll(grouped, ",", " "),
			strings.ReplaceAll(grouped, ",", "，"), fmt.Sprintf("%d.%06d万", yuan/10_000, yuan%10_000*100+fen),
			fullWidth(m.Decimal()),
		} {
			if got, err := fund.ParseMoney(text); err != nil || got != m {
				t.Fatalf("%q: %s, %v; want %s", text, got.Decimal(), err, m.Decimal())
			}
		}
	})
}

func strconvGroup(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", strconvGroup(n/1000), n%1000)
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune { return r + '！' - '!' }, s)
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"11,000", "１１０００元", "¥1.1万", "3万5千", "-5", "0.001", "十", "两万零五", "1亿1万1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := fund.ParseMoney(s)
		if err != nil {
			var money *fund.MoneyError
			if !errors.As(err, &money) || money.Text != s || m != 0 {
				t.Fatalf("%q: %d, %v", s, m, err)
			}
			return
		}
		if m < 0 || m > fund.MaxMoney {
			t.Fatalf("%q: %d is outside what is allowed", s, m)
		}
		if again, err := fund.ParseMoney(m.Decimal()); err != nil || again != m {
			t.Fatalf("%q: %s is read back as %s, %v", s, m.Decimal(), again.Decimal(), err)
		}
	})
}
