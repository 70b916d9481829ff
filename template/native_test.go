package template

import (
	"strings"
	"testing"
)

// nativeLabels are labels of forms in languages that no definition is in: for
// name, mail, organisation, sector, kind, time of detection and assistance.
var nativeLabels = map[string]string{
	"ru": "ФИО заявителя|Эл. почта|Наименование организации|Отрасль|Тип инцидента|Время обнаружения|Требуемая помощь",
	"uk": "ПІБ|Електронна пошта|Назва організації|Галузь|Тип інциденту|Дата та час виявлення|Потрібна допомога",
	"bg": "Име и фамилия|Имейл|Име на организацията|Отрасъл|Вид на инцидента|Дата и час на откриване|Необходима помощ",
	"sr": "Име и презиме|Е-пошта|Назив организације|Делатност|Врста инцидента|Време откривања|Потребна помоћ",
	"sl": "Ime in priimek|E-pošta|Ime organizacije|Panoga|Tip incidenta|Čas zaznave|Želena pomoč",
	"lt": "Vardas, pavardė|El. paštas|Įstaiga|Sektorius|Incidento tipas|Aptikimo laikas|Reikalinga pagalba",
	"lv": "Vārds, uzvārds|E-pasts|Iestāde|Nozare|Incidenta veids|Atklāšanas laiks|Nepieciešamā palīdzība",
	"et": "Teataja nimi|E-post|Asutuse nimi|Valdkond|Intsidendi liik|Avastamise aeg|Soovitud abi",
	"ko": "성명|이메일|기관명|업종|사고 유형|발견 일시|지원 요청 사항",
	"vi": "Họ và tên|Email|Tên cơ quan|Lĩnh vực|Loại sự cố|Thời điểm phát hiện|Yêu cầu hỗ trợ",
	"id": "Nama pelapor|Surel|Instansi|Bidang usaha|Jenis insiden|Waktu terdeteksi|Bantuan yang dibutuhkan",
	"th": "ชื่อผู้แจ้ง|อีเมล|ชื่อหน่วยงาน|ภาคส่วน|ประเภทเหตุการณ์|วันเวลาที่ตรวจพบ|ความช่วยเหลือที่ต้องการ",
	"ar": "اسم المبلغ|البريد الإلكتروني|اسم الجهة|القطاع|نوع الحادث|وقت الاكتشاف|المساعدة المطلوبة",
	"he": "שם מלא|דוא\"ל|שם הארגון|מגזר|סוג האירוע|מועד הגילוי|סיוע נדרש",
	"fa": "نام و نام خانوادگی|پست الکترونیکی|نام سازمان||نوع رخداد|زمان کشف|کمک مورد نیاز",
	"tr": "Ad Soyad|E-posta|Kurum adı||Olay türü|Tespit zamanı|Talep edilen yardım",
	"el": "Ονοματεπώνυμο|Email|Επωνυμία οργανισμού||Είδος περιστατικού|Ώρα εντοπισμού|",
	"ro": "Nume și prenume|E-mail|Organizația||Tipul incidentului|Data și ora detectării|Asistență solicitată",
	"hr": "Ime i prezime|E-mail|Naziv organizacije||Vrsta incidenta|Datum i vrijeme otkrivanja|",
	"hu": "Bejelentő neve|E-mail|Szervezet neve|Ágazat|Incidens típusa|Az észlelés időpontja|Kért segítség",
}

// TestNativeAnswers: what natives answer is understood: sector, kind, time and
// wish, and a last line that restricts passing on.
func TestNativeAnswers(t *testing.T) {
	f := builtin(t)
	for i, c := range []struct{ lang, sector, kind, when, help, last, want string }{
		{"ru", "здравоохранение", "программа-вымогатель", "среда, 18 ноября 2026 г. в 10:30 UTC", "Срочно нужна ваша помощь", "Просим не разглашать название больницы.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"ru", "энергетика", "фишинговая рассылка", "18.11.2026, 10 ч. 30 мин. UTC", "уведомить владельца хостинга", "", "energy|phishing|2026-11-18T10:30:00Z|contact-sites|"},
		{"uk", "освіта", "несанкціонований доступ до сервера", "середа, 18 листопада 2026 року, о 10.30 UTC", "порада, як діяти далі", "Лише для внутрішнього використання.", "education|system-compromise|2026-11-18T10:30:00Z|recover|+"},
		{"uk", "транспорт", "підбір паролів", "18 листопада 2026, 10:30 UTC", "лише для інформації", "", "transport|brute-force|2026-11-18T10:30:00Z|none|"},
		{"bg", "банково дело", "изтичане на данни", "сряда, 18 ноември 2026 г., 10:30 ч. UTC", "спешна помощ на място", "Моля, не разпространявайте тази информация.", "banking|data-leak|2026-11-18T10:30:00Z|urgent-help|+"},
		{"bg", "община", "разпределена атака за отказ от услуга", "18 ноември 2026 10:30 UTC", "само за информация", "", "municipality|ddos|2026-11-18T10:30:00Z|none|"},
		{"sr", "здравство", "уцењивачки софтвер", "среда, 18. новембар 2026. у 10:30 UTC", "Хитна помоћ", "Немојте прослеђивати ову пријаву.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"sr", "osnovna škola", "neovlašćeni pristup", "sreda, 18. novembar 2026. u 10:30 UTC", "savet kako da postupimo", "", "education|system-compromise|2026-11-18T10:30:00Z|recover|"},
		{"sl", "zdravstvo", "izsiljevalski virus", "sreda, 18. novembra 2026, ob 10.30 UTC", "nujno potrebujemo pomoč", "Prosimo, ne posredujte tretjim osebam.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"sl", "občina", "vdor v e-poštni račun", "18. 11. 2026 ob 10:30 UTC", "zgolj v vednost", "", "municipality|unprivileged-account-compromise|2026-11-18T10:30:00Z|none|"},
		{"lt", "savivaldybė", "duomenų nutekėjimas", "trečiadienis, 2026 m. lapkričio 18 d. 10 val. 30 min. UTC", "patarimai, kaip elgtis", "Neplatinti.", "municipality|data-leak|2026-11-18T10:30:00Z|recover|+"},
		{"lt", "ligoninė", "išpirkos reikalaujantis virusas", "2026 m. lapkričio 18 d., 10:30 UTC", "skubi pagalba", "", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|"},
		{"lv", "slimnīca", "šifrējošais izspiedējvīruss", "trešdien, 2026. gada 18. novembrī plkst. 10.30 UTC", "steidzama palīdzība", "Lūdzam neizpaust iestādes nosaukumu.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"lv", "pašvaldība", "pikšķerēšana", "2026. gada 18. novembris, 10:30 UTC", "tikai informācijai", "", "municipality|phishing|2026-11-18T10:30:00Z|none|"},
		{"et", "haigla", "lunavara", "kolmapäeval, 18. novembril 2026 kell 10.30 UTC", "vajame kiiresti abi", "Palun ärge avaldage meie nime.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"et", "ülikool", "õngitsuskiri", "18. november 2026 kell 10:30 UTC", "ainult teadmiseks", "", "education|phishing|2026-11-18T10:30:00Z|none|"},
		{"ko", "병원", "랜섬웨어 감염", "2026년 11월 18일(수) 오전 10시 30분 UTC", "긴급 지원 요청", "대외비", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"ko", "대학교", "홈페이지 변조", "2026년 11월 18일 수요일 오후 2시 5분 UTC", "복구 방법 자문", "", "education|unauthorised-information-modification|2026-11-18T14:05:00Z|recover|"},
		{"vi", "bệnh viện", "mã độc tống tiền", "Thứ tư, ngày 18 tháng 11 năm 2026, lúc 10 giờ 30 phút UTC", "hỗ trợ khẩn cấp", "Không chia sẻ với bên thứ ba.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"vi", "ngân hàng", "lộ lọt dữ liệu", "Thứ 4, ngày 18/11/2026 10:30 UTC", "tư vấn khôi phục hệ thống", "", "banking|data-leak|2026-11-18T10:30:00Z|recover|"},
		{"id", "rumah sakit", "kebocoran data", "Rabu, 18 November 2026 pukul 10.30 UTC", "segera, mohon bantuan di lokasi", "Mohon dirahasiakan.", "health|data-leak|2026-11-18T10:30:00Z|urgent-help|+"},
		{"id", "pemerintah daerah", "situs diretas", "Rabu, 18 November 2026, jam 10:30 UTC", "hanya untuk informasi", "", "municipality|application-compromise|2026-11-18T10:30:00Z|none|"},
		{"th", "โรงพยาบาล", "มัลแวร์เรียกค่าไถ่", "วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569 เวลา 10.30 น. UTC", "ขอความช่วยเหลือด่วน", "กรุณาอย่าเผยแพร่ข้อมูลนี้", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"th", "มหาวิทยาลัย", "เว็บไซต์ถูกแฮก", "๑๘ พ.ย. ๒๕๖๙ เวลา ๑๐:๓๐ UTC", "คำแนะนำในการกู้คืนระบบ", "", "education|application-compromise|2026-11-18T10:30:00Z|recover|"},
		{"ar", "مستشفى", "برامج الفدية", "الأربعاء ١٨ نوفمبر ٢٠٢٦ الساعة ١٠:٣٠ صباحاً UTC", "نحتاج إلى مساعدة عاجلة", "يرجى عدم النشر", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"ar", "التعليم العالي", "تسريب بيانات", "يوم الأربعاء 18 تشرين الثاني 2026 الساعة 2:05 م UTC", "للعلم فقط", "", "education|data-leak|2026-11-18T14:05:00Z|none|"},
		{"he", "בית חולים", "מתקפת כופר", "יום רביעי, 18 בנובמבר 2026 בשעה 10:30 UTC", "סיוע דחוף", "נא לא להפיץ.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"he", "עירייה", "דליפת מידע", "יום ד', 18.11.2026, 10:30 UTC", "לידיעה בלבד", "", "municipality|data-leak|2026-11-18T10:30:00Z|none|"},
		{"fa", "", "باج‌افزار", "چهارشنبه ۲۷ آبان ۱۴۰۵ ساعت ۱۰:۳۰ UTC", "کمک فوری", "لطفاً منتشر نکنید.", "|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"fa", "", "نشت اطلاعات", "۱۴۰۵/۰۸/۲۷ ۱۰:۳۰ UTC", "راهنمایی برای بازیابی", "", "|data-leak|2026-11-18T10:30:00Z|recover|"},
		{"tr", "", "fidye yazılımı", "18 Kasım 2026 Çarşamba saat 10.30 UTC", "acil yardım", "Lütfen üçüncü taraflarla paylaşmayınız.", "|infected-system|2026-11-18T10:30:00Z|urgent-help|+"},
		{"tr", "", "oltalama saldırısı", "18.11.2026 Çarşamba, 10:30 UTC", "sadece bilgi amaçlı", "", "|phishing|2026-11-18T10:30:00Z|none|"},
		{"el", "", "λυτρισμικό", "Τετάρτη 18 Νοεμβρίου 2026, ώρα 10:30 UTC", "", "Αυστηρά εμπιστευτικό.", "|infected-system|2026-11-18T10:30:00Z||+"},
		{"el", "", "διαρροή δεδομένων", "18 Νοεμβρίου 2026 στις 10:30 UTC", "", "", "|data-leak|2026-11-18T10:30:00Z||"},
		{"ro", "", "refuzul serviciului", "miercuri, 18 noiembrie 2026, ora 10:30 UTC", "asistență tehnică", "A nu se distribui.", "|dos|2026-11-18T10:30:00Z|recover|+"},
		{"ro", "", "scurgere de date", "18 noiembrie 2026 la ora 10.30 UTC", "doar pentru informare", "", "|data-leak|2026-11-18T10:30:00Z|none|"},
		{"hr", "", "zlonamjerni softver", "srijeda, 18. studenoga 2026. u 10:30 UTC", "", "Nemojte prosljeđivati.", "|infected-system|2026-11-18T10:30:00Z||+"},
		{"hr", "", "curenje podataka", "18. 11. 2026. u 10:30 UTC", "", "", "|data-leak|2026-11-18T10:30:00Z||"},
		{"hu", "kórház", "zsarolóvírus", "2026. november 18., szerda 10:30 UTC", "azonnali segítség", "Nyilvánosságra nem hozható.", "health|infected-system|2026-11-18T10:30:00Z|urgent-help|"},
	} {
		labels := strings.Split(nativeLabels[c.lang], "|")
		text := labels[0] + ": Ada Quill\n" + labels[1] + ": ada@quill.example\n" + labels[2] + ": Quill\n"
		for k, answer := range []string{c.sector, c.kind, c.when, c.help} {
			if answer != "" {
				text += labels[3+k] + ": " + answer + "\n"
			}
		}
		for _, dressed := range []string{text + "\n" + c.last + "\n", "\u200f" + strings.ReplaceAll(text, ": ", ":\u200f \u2067") + "\n\u200e" + c.last + "\n"} {
			r := f.Parse(body(dressed))
			kinds := make([]string, len(r.Category))
			for k, s := range r.Category {
				kinds[k] = s[strings.IndexByte(s, '/')+1:]
			}
			got := []string{r.Fields["sector"], strings.Join(kinds, ","), r.Time.Detected, strings.Join(r.Assistance, ","), ""}
			if r.Disclosure.Text != "" {
				got[4] = "+"
			}
			if got := strings.Join(got, "|"); got != c.want {
				t.Errorf("%d %s: %s, want %s", i, c.lang, got, c.want)
			}
		}
	}
}
