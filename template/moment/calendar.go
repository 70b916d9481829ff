package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// monthWords are the names of the months, January first, in the languages
// that we read, with the spellings of their cases and abbreviations.
var monthWords = []string{
	"january jan januar januari jänner janvier enero ene janeiro gennaio gen styczeń stycznia sty tammikuu tammikuuta ledna leden január januára มกราคม januarja jaanuar января січня януари ocak oca ιανουαρίου januarie ianuarie январь янв січень січ јануар јануара sausis sausio janvāris janvārī janvāra siječanj siječnja sij يناير جانفي ינואר בינואר ιανουάριος ιαν januári jaanuaril",
	"february feb februar februari févr février febrero fevereiro fev febbraio luty lutego lut helmikuu helmikuuta února únor február februára กุมภาพันธ์ februarja veebruar февраля лютого февруари şubat şub φεβρουαρίου februarie февраль фев лютий фебруар фебруара vasaris vasario februāris februārī februāra veljača veljače فبراير فيفري פברואר בפברואר φεβρουάριος φεβ veebruaril pebruari",
	"march mar märz maerz mars maart mrt marts marzo março marzec marca maaliskuu maaliskuuta března březen marec มีนาคม märts марта березня март mart μαρτίου martie мар березень kovas kovo martā ožujak ožujka مارس מרץ במרץ מרס במרס μάρτιος μαρ március maret",
	"april apr avril avr abril abr aprile kwiecień kwietnia kwi huhtikuu huhtikuuta dubna duben apríl apríla เมษายน aprila aprill апреля квітня април nisan nis απριλίου aprilie апрель апр квітень априла aprīlis aprīlī aprīļa balandis balandžio travanj travnja أبريل إبريل ابريل אפריל באפריל απρίλιος απρ április aprillil",
	"may mai mei maj mayo maio maggio mag maja toukokuu toukokuuta května květen máj mája พฤษภาคม мая травня май mayıs μαΐου мај маја травень gegužė gegužės maijs maijā maija svibanj svibnja مايو ماي מאי במאי μάιος május",
	"june jun juni juin junio junho giugno giu czerwiec czerwca cze kesäkuu kesäkuuta června červen jún júna มิถุนายน junija juuni июня червня юни haziran haz ιουνίου iunie июнь июн червень јун јуна birželis birželio jūnijs jūnijā jūnija lipanj lipnja juna يونيو جوان יוני ביוני ιούνιος ιουν június juunil",
	"july jul juli juillet juil julio julho luglio lug lipiec lipca lip heinäkuu heinäkuuta července červenec júl júla กรกฎาคม julija juuli июля липня юли temmuz tem ιουλίου iulie июль июл липень јул јула liepa liepos jūlijs jūlijā jūlija srpanj srpnja jula يوليو جويلية יולי ביולי ιούλιος ιουλ július juulil",
	"august aug août augustus augusti agosto ago sierpień sierpnia sie elokuu elokuuta srpna srpen augusta สิงหาคม avgusta августа серпня август ağustos ağu αυγούστου авг серпень rugpjūtis rugpjūčio augusts augustā kolovoz kolovoza avg avgust أغسطس اغسطس أوت אוגוסט באוגוסט αύγουστος αυγ augusztus augustil agustus",
	"september sep sept septembre septiembre setiembre setembro set settembre wrzesień września wrz syyskuu syyskuuta září septembra กันยายน сентября вересня септември eylül eyl σεπτεμβρίου septembrie сентябрь сен сент вересень септембар септембра rugsėjis rugsėjo septembris septembrī septembar rujan rujna سبتمبر ספטמבר בספטמבר σεπτέμβριος σεπ szeptember septembril",
	"october oct oktober okt octobre octubre outubro out ottobre ott październik października paź lokakuu lokakuuta října říjen október októbra ตุลาคม oktobra oktoober октября жовтня октомври ekim eki οκτωβρίου octombrie октябрь окт жовтень октобар октобра spalis spalio oktobris oktobrī oktobar أكتوبر اكتوبر אוקטובר באוקטובר οκτώβριος οκτ oktoobril",
	"november nov novembre noviembre novembro listopad listopada lis marraskuu marraskuuta listopadu novembra พฤศจิกายน ноября листопада ноември kasım kas νοεμβρίου noiembrie ноябрь ноя листопад новембар новембра lapkritis lapkričio novembris novembrī novembar studeni studenog studenoga نوفمبر נובמבר בנובמבר νοέμβριος νοε novembril nopember",
	"december dec dezember dez décembre desember des diciembre dic dezembro dicembre grudzień grudnia gru joulukuu joulukuuta prosince prosinec decembra ธันวาคม detsember декабря грудня декември aralık ara δεκεμβρίου decembrie декабрь дек грудень децембар децембра gruodis gruodžio decembris decembrī decembar ديسمبر דצמבר בדצמבר δεκέμβριος δεκ detsembril",
}

// weekdayWords are the names of the days, Sunday first; "mar" and "may" are
// months before they are days.
var weekdayWords = []string{
	"sunday sun sonntag dimanche dim zondag domingo dom domenica niedziela niedzielę niedz söndag söndagen søndag sunnuntai sunnuntaina neděle neděli 日曜日 日曜 星期日 星期天 週日 周日 воскресенье неділя неделя недеља nedjelja nedelja sekmadienis sekmadienį svētdiena svētdien pühapäev pühapäeval 일요일 chủ_nhật minggu วันอาทิตย์ วันอาทิตย์ที่ الأحد יום_ראשון יום_א یکشنبه یک_شنبه pazar κυριακή duminică vasárnap",
	"monday mon montag lundi lun maandag lunes segunda lunedì poniedziałek pon måndag måndagen mandag maanantai maanantaina pondělí 月曜日 月曜 星期一 週一 周一 понедельник понеділок понеделник понедељак ponedjeljak ponedeljak ponedeljek pirmadienis pirmadienį pirmdiena pirmdien esmaspäev esmaspäeval 월요일 thứ_hai senin วันจันทร์ วันจันทร์ที่ الاثنين الإثنين יום_שני יום_ב دوشنبه دو_شنبه pazartesi δευτέρα luni hétfő",
	"tuesday tue tues dienstag mardi dinsdag martes terça martedì wtorek tisdag tisdagen tirsdag tiistai tiistaina úterý 火曜日 火曜 星期二 週二 周二 вторник вівторок уторак utorak torek antradienis antradienį otrdiena otrdien teisipäev teisipäeval 화요일 thứ_ba selasa วันอังคาร วันอังคารที่ الثلاثاء יום_שלישי יום_ג سه_شنبه سهشنبه salı τρίτη marți kedd",
	"wednesday wed weds mittwoch mercredi mer woensdag miércoles quarta mercoledì środa środę onsdag onsdagen ons keskiviikko keskiviikkona středa středu 水曜日 水曜 星期三 週三 周三 среда середа сряда srijeda sreda trečiadienis trečiadienį trešdiena trešdien kolmapäev kolmapäeval 수요일 thứ_tư rabu วันพุธ วันพุธที่ الأربعاء יום_רביעי יום_ד چهارشنبه چهار_شنبه çarşamba τετάρτη miercuri szerda среду",
	"thursday thu thur thurs donnerstag jeudi jeu donderdag jueves jue quinta giovedì gio czwartek czw torsdag torsdagen tors torstai torstaina čtvrtek 木曜日 木曜 星期四 週四 周四 четверг четвер четвъртък четвртак četvrtak četrtek ketvirtadienis ketvirtadienį ceturtdiena ceturtdien neljapäev neljapäeval 목요일 thứ_năm kamis วันพฤหัสบดี วันพฤหัสบดีที่ الخميس יום_חמישי יום_ה پنجشنبه پنج_شنبه perşembe πέμπτη joi csütörtök",
	"friday fri freitag vendredi ven vrijdag viernes vie sexta venerdì piątek fredag fredagen fre perjantai perjantaina pátek 金曜日 金曜 星期五 週五 周五 пятница пятницу п_ятниця п_ятницю пʼятниця петък петак petak petek penktadienis penktadienį piektdiena piektdien reede reedel 금요일 thứ_sáu jumat วันศุกร์ วันศุกร์ที่ الجمعة יום_שישי יום_ו جمعه cuma παρασκευή vineri péntek",
	"saturday sat samstag sonnabend samedi sam zaterdag sábado sab sabato sobota sobotę sob lördag lördagen lør lørdag lauantai lauantaina sobotu 土曜日 土曜 星期六 週六 周六 суббота субботу субота събота subota subotu šeštadienis šeštadienį sestdiena sestdien laupäev laupäeval 토요일 thứ_bảy sabtu วันเสาร์ วันเสาร์ที่ السبت יום_שבת שבת شنبه cumartesi σάββατο sâmbătă szombat",
}

// shortDays are weekdays that are too short to decide anything by.
const shortDays = "mo di mi do fr sa so ma wo vr za zo feira"

// fillerWords stand around dates and times and say nothing of their own.
const fillerWords = "on at am um le la a op om den the of since seit depuis sinds from von du van de del vers gegen der uhr uur hrs hours h today yesterday heute gestern hier aujourd hui vandaag gisteren " +
	"between zwischen entre tussen tra mellan między между early late el las los día dia desde às em no na das do dos por horas hora hs hoy ayer hoje ontem il alle ore ora dal dalle dell del della oggi ieri " +
	"w dnia dniu o od godz godzina godzinie godziny r rok roku dziś wczoraj kl klo kello klockan klokken sedan från fra siden vid ved i idag igår " +
	"starting beginning ab dem vom zum uhrzeit aux partir partire vanaf ao pelas pelo dn с со начиная started inizio début inicio início początek " +
	"dne v ve hod hodin od dnes včera ob uri в во г году около ч час мин о год кл val plkst kell kl sat sati date time datum zeit start begin beginn began เวลา วันที่ ที่ ประมาณ น " +
	"время дата о об около года року рік г начало у u дана године датум час часа ден дата на gada gads metų m d ngày lúc vào khoảng năm hari tanggal tgl pukul jam pada sekitar يوم في تاريخ الساعة ساعة الموافق حوالي نحو ביום יום בתאריך תאריך בשעה שעה ב בסביבות סביב روز تاریخ ساعت در مورخ حدود saat tarih günü gün στις την ώρα στο περίπου ora data ziua în la " +
	"mezi medzi između από και μεταξύ și din pe între începând cu jurul orei jur de és között óra óta kor tól től р з починаючи між та между och med begonnen " +
	"から 从 從 自 于 於"

// aboutWords say that a time is not exact.
const aboutWords = "about ca circa cca approx approximately around roughly etwa ungefähr zirka gegen vers environ ongeveer rond omstreeks hacia sobre aprox aproximadamente aproximada alrededor cerca volta " +
	"sans doute we i think believe wir glauben nous pensons creemos crediamo " +
	"pravděpodobně zřejmě pravdepodobne vjerojatno πιθανόν πιθανώς probabil valószínűleg feltehetően kb körülbelül körül ймовірно імовірно орієнтовно muhtemelen " +
	"vermutlich wahrscheinlich mutmaßlich probably presumably probablement alentours waarschijnlijk vermoedelijk probablemente provavelmente probabilmente prawdopodobnie troligen förmodligen предположительно вероятно " +
	"verso intorno około ok cirka omkring rundt noin asi přibližně kolem estimated geschätzt около примерно приблизно близько ориентировочно приблизительно отприлика око okolo otprilike oko približno apie maždaug apmēram ap umbes khoảng sekitar kira kurang ประมาณ حوالي تقريبا نحو בערך בסביבות סביב حدود تقریبا yaklaşık civarında περίπου γύρω aproximativ 약 경 約 约 大約 大约 頃 ごろ 左右 前后 前後"

// halfNames name the day or the time of day before a colon.
var halfNames = word.Set("date datum data fecha dato päivämäärä pvm дата dátum tarih ημερομηνία 日期 日付 날짜 day tag jour día dia dag dzień den time uhrzeit zeit hora heure ora orario tijd tid klokkeslett kello aika godzina czas čas idő vrijeme время час ώρα saat 时间 時間 時刻 시간 시각")

// clockWords stand right before a time of day, so that "14.30" behind them is
// one and no date.
const clockWords = "h at um om kl klo kello klockan klokken alle ore as às las godz godzina godzinie hora horas dalle ob val plkst kell ve v o в о у u lúc pukul jam เวลา الساعة ساعة בשעה ساعت saat ώρα ora"

var (
	months   = namedMonths()
	weekdays = ranks(weekdayWords) // 1 is Sunday
	fillers  = word.Set(Narrow(fillerWords), shortDays, Narrow(aboutWords), Narrow(strings.Join(weekdayWords, " ")))
	abouts   = word.Set(Narrow(aboutWords))
	clocking = word.Set(Narrow(clockWords))

	weekdayHeads = headsOf(weekdayWords)
)

// ranks maps the words of each text to its place in the list, from 1.
func ranks(list []string) map[string]int {
	m := map[string]int{}
	for i, l := range list {
		for w := range strings.FieldsSeq(l) {
			m[word.Fold(Narrow(w))] = i + 1
		}
	}
	return m
}

// headsOf are the first words of those of the texts that are of two, which "_"
// joins.
func headsOf(list []string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(strings.Join(list, " ")) {
		if head, _, ok := strings.Cut(w, "_"); ok {
			m[word.Fold(head)] = true
		}
	}
	return m
}

// An era is a way to count years; its year 1 is the one after before.
type era struct {
	name   string
	before int
}

// eras are those of Japan, with the letters that forms write for them, of the
// Republic of China and of Thailand. The common era stands among them because
// its name is written too.
var eras = []era{{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"R", 2018}, {"H", 1988}, {"S", 1925}, {"中華民國", 1911}, {"中华民国", 1911}, {"中華民国", 1911},
	{"民國", 1911}, {"民国", 1911}, {"พ.ศ.", -543}, {"ค.ศ.", 0}, {"B.E.", -543}, {"BE", -543}, {"西元", 0}, {"公元", 0}, {"西暦", 0}}

// eraYear reads a year with the name of its era: "令和7年", "H14.", "民國113年".
// It leaves the mark behind the year unread.
func (c *cursor) eraYear() (year int, ok bool) {
	for _, e := range eras {
		if !strings.HasPrefix(c.rest(), e.name) {
			continue
		}
		t := *c
		t.i += len(e.name)
		t.skip(" ")
		if strings.HasPrefix(t.rest(), "元年") {
			t.i += len("元")
			*c = t
			return e.before + 1, true
		}
		n, figures := t.number(4)
		marked := strings.HasPrefix(t.rest(), "年") || t.i < len(t.s) && strings.IndexByte("./-", t.s[t.i]) >= 0
		if figures == 0 || len(e.name) == 1 && (!marked || figures > 2) {
			return 0, false
		}
		*c = t
		return e.before + n, true
	}
	return 0, false
}

// fullYear makes a year of two digits one of the years 1970 to 2069, and one
// of the Thai calendar, which no incident has lived to, one of ours.
func fullYear(y, n int) int {
	switch {
	case n > 2 && y > 2500 && y < 2650:
		return y - 543
	case n > 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

// eitherWay is the doubt about two figures that could both be the month.
const eitherWay = "day and month could be the other way round"

// weekdayFits lets the name of the day decide which of two figures is the
// month: one order only may fall on it.
func (m *Moment) weekdayFits(weekday int) {
	if weekday == 0 || m.Doubt != eitherWay {
		return
	}
	swapped := m.swapped()
	switch want := time.Weekday(weekday - 1); {
	case m.Wall.Weekday() == want && swapped.Weekday() != want:
		m.Doubt = ""
	case m.Wall.Weekday() != want && swapped.Weekday() == want:
		m.Wall, m.Doubt = swapped, ""
	}
}

// swapped is the moment with day and month the other way round.
func (m *Moment) swapped() time.Time {
	w := m.Wall
	return time.Date(w.Year(), time.Month(w.Day()), int(w.Month()), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.UTC)
}

// Narrow writes the figures and marks of Asian keyboards in ASCII and Korean
// units of time like the Chinese ones. Other texts stay as they are.
func Narrow(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x0600 }) < 0 {
		return s
	}
	if word.Foreign(s) {
		s = monthSpeller.Replace(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x0600:
			return r
		case r == '\u200c':
			return -1 // within Persian words
		case r == '،':
			return ','
		case r > 0xff00 && r < 0xff5f:
			return r - 0xff00 + ' '
		case r == '\u3000':
			return ' '
		case r == '〜':
			return '~'
		case r == '、', r == '。':
			return ','
		}
		if han, ok := koreanUnits[r]; ok {
			return han
		}
		return word.Figure(r)
	}, s)
}

// monthSpeller writes names of months that are of two words or of letters with
// stops in one word.
var monthSpeller = strings.NewReplacer("كانون الثاني", "يناير", "شباط", "فبراير", "آذار", "مارس", "نيسان", "أبريل", "أيار", "مايو", "حزيران", "يونيو", "تموز", "يوليو",
	"أيلول", "سبتمبر", "تشرين الأول", "أكتوبر", "تشرين الثاني", "نوفمبر", "كانون الأول", "ديسمبر",
	"ม.ค.", "มกราคม", "ก.พ.", "กุมภาพันธ์", "มี.ค.", "มีนาคม", "เม.ย.", "เมษายน", "พ.ค.", "พฤษภาคม", "มิ.ย.", "มิถุนายน",
	"ก.ค.", "กรกฎาคม", "ส.ค.", "สิงหาคม", "ก.ย.", "กันยายน", "ต.ค.", "ตุลาคม", "พ.ย.", "พฤศจิกายน", "ธ.ค.", "ธันวาคม")

// koreanUnits are the marks of year, month, day, hour, minute and second.
var koreanUnits = map[rune]rune{'년': '年', '월': '月', '일': '日', '시': '時', '분': '分', '초': '秒'}
