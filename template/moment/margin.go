package moment

import (
	"strconv"
	"strings"

	"tocsin/template/word"
)

// Margin is how far a clock may be off as its owner says: "2s", "15m", "1h",
// "" where no figure is given. Shown is the first one.
func Margin(s string) string {
	s = Narrow(s)
	for i := 0; i < len(s); i++ {
		if !word.IsDigit(s[i]) {
			continue
		}
		start := i
		for i < len(s) && (word.IsDigit(s[i]) || s[i] == '.' || s[i] == ',') {
			i++
		}
		number := strings.ReplaceAll(s[start:i], ",", ".")
		c := cursor{s: s, i: i}
		c.skip(" ")
		if u := lengths[c.word()]; u != "" && i-start < 7 {
			if _, err := strconv.ParseFloat(number, 64); err == nil {
				return number + u
			}
		}
	}
	return ""
}

// PlusMinus is the margin behind "±" or "+/-" in a text, "" if there is none.
func PlusMinus(s string) string {
	for _, mark := range []string{"±", "+/-", "+-", "+ / -"} {
		if _, rest, ok := strings.Cut(s, mark); ok {
			return Margin(rest[:min(len(rest), 40)])
		}
	}
	return ""
}

// lengths are the words for units of time, as keys.
var lengths = word.Meanings(map[string]string{
	"ms": "ms msec msecs millisecond milliseconds millisekunden millisecondes milliseconden milisegundos millisecondi ミリ秒 毫秒",
	"s":  "s sec secs second seconds sek sekunde sekunden sekund sekunda sekundy sekunder seconde secondes seconden segundo segundos secondo secondi sekuntia vteřina vteřiny 秒 秒以内 秒以下 秒程度 秒内 秒遅れ 秒進み 秒遅れている 秒進んでいる 秒ずれ 秒のずれ",
	"m":  "min mins minute minutes minuten minut minuta minuty minuter minuut minuten minuto minutos minuti minuuttia 分 分以内 分程度 分遅れ 分進み 分遅れている 分進んでいる 分ずれ 分のずれ 分钟 分鐘 分内",
	"h":  "h hour hours stunde stunden std heure heures uur uren hora horas ora ore godzina godziny timme timmar time timer tunti tuntia hodina hodiny 時間 小时 小時",
})
