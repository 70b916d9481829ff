package template

import (
	"strings"
	"testing"
)

// farForms are forms in languages that no definition is in, each with its own
// wordings, and what is read there; hosts by their role.
var farForms = map[string]struct {
	text string
	want string // "field=value", one a line
}{
	"ru": {"Наименование организации: Мельница\nФИО контактного лица: Анна Мельник\nЭл. почта: anna@mill.example\nВремя обнаружения: 2026-11-18 10:00 UTC\nIP-адрес злоумышленника: 198.51.100.7\nПострадавший сервер: 192.0.2.7\nКраткое описание инцидента: сервер не отвечает\nПредпринятые действия: порт закрыт\n",
		"organisation=Мельница\ncontact_name=Анна Мельник\nactions_taken=порт закрыт"},
	"uk": {"Назва установи: Млин\nПІБ контактної особи: Олена Мельник\nАдреса електронної пошти: olena@mill.example\nЧас виявлення інциденту: 2026-11-18 10:00 UTC\nIP-адреса зловмисника: 198.51.100.7\nУражений сервер: 192.0.2.7\nОпис події: сервер не відповідає\n",
		"organisation=Млин\ncontact_name=Олена Мельник\ndescription=сервер не відповідає"},
	"bg": {"Име и фамилия: Ана Мелник\nНаименование на организацията: Мелница\nИмейл: ana@mill.example\nДата и час на установяване: 2026-11-18 10:00 UTC\nIP адрес на нападателя: 198.51.100.7\nЗасегнат сървър: 192.0.2.7\nКратко описание на инцидента: сървърът не отговаря\nПредприети мерки: спрян е\n",
		"organisation=Мелница\ncontact_name=Ана Мелник\nactions_taken=спрян е"},
	"sr": {"Име и презиме: Ана Млинар\nНазив институције: Млин\nЕ-пошта: ana@mill.example\nВреме откривања: 2026-11-18 10:00 UTC\nIP адреса нападача: 198.51.100.7\nПогођени систем: 192.0.2.7\nОпис инцидента: сервер не одговара\n",
		"organisation=Млин\ncontact_name=Ана Млинар"},
	"sl": {"Ime in priimek: Ana Mlinar\nNaziv podjetja: Mlin\nE-naslov: ana@mill.example\nDatum in čas odkritja: 2026-11-18 10:00 UTC\nIP naslov napadalca: 198.51.100.7\nNapadeni strežnik: 192.0.2.7\nKratek opis incidenta: strežnik ne odgovarja\nSprejeti ukrepi: izklop\n",
		"organisation=Mlin\ncontact_name=Ana Mlinar\nactions_taken=izklop"},
	"lt": {"Vardas, pavardė: Ona Malūnė\nĮmonės pavadinimas: Malūnas\nEl. pašto adresas: ona@mill.example\nNustatymo data: 2026-11-18 10:00 UTC\nUžpuoliko IP adresas: 198.51.100.7\nPaveiktas serveris: 192.0.2.7\nKas atsitiko: serveris neatsako\n",
		"organisation=Malūnas\ncontact_name=Ona Malūnė\ndescription=serveris neatsako"},
	"lv": {"Vārds, uzvārds: Anna Dzirnava\nIestādes nosaukums: Dzirnavas\nE-pasta adrese: anna@mill.example\nKonstatēšanas laiks: 2026-11-18 10:00 UTC\nUzbrucēja IP adrese: 198.51.100.7\nSkartais serveris: 192.0.2.7\nIncidenta apraksts: serveris neatbild\nVeiktās darbības: izslēgts\n",
		"organisation=Dzirnavas\ncontact_name=Anna Dzirnava\nactions_taken=izslēgts"},
	"et": {"Kontaktisiku nimi: Anu Veski\nEttevõtte nimi: Veski\nE-posti aadress: anu@mill.example\nTuvastamise aeg: 2026-11-18 10:00 UTC\nRünnaku allika IP-aadress: 198.51.100.7\nRünnatud server: 192.0.2.7\nMis juhtus: server ei vasta\nVõetud meetmed: väljas\n",
		"organisation=Veski\ncontact_name=Anu Veski\nactions_taken=väljas"},
	"ko": {"담당자 성명: 김물레\n회사명: 물레방앗간\n이메일 주소: kim@mill.example\n발견 일시: 2026-11-18 10:00 UTC\n공격지 IP: 198.51.100.7\n피해 서버: 192.0.2.7\n사고 개요: 서버가 응답하지 않습니다.\n조치 내용: 전원을 껐습니다.\n",
		"organisation=물레방앗간\ncontact_name=김물레\nactions_taken=전원을 껐습니다."},
	"vi": {"Đơn vị: Nhà máy xay\nHọ tên người báo cáo: Trần Văn Xay\nThư điện tử: xay@mill.example\nThời điểm phát hiện: 2026-11-18 10:00 UTC\nIP tấn công: 198.51.100.7\nMáy chủ bị tấn công: 192.0.2.7\nNội dung sự cố: máy chủ không trả lời\nBiện pháp xử lý: tắt máy\n",
		"organisation=Nhà máy xay\ncontact_name=Trần Văn Xay\nactions_taken=tắt máy"},
	"id": {"Nama lengkap: Siti Kincir\nNama perusahaan: Kincir\nAlamat surel: siti@mill.example\nWaktu ditemukan: 2026-11-18 10:00 UTC\nAlamat IP pelaku: 198.51.100.7\nServer terdampak: 192.0.2.7\nKronologi kejadian: server tidak menjawab\nLangkah penanganan: dimatikan\n",
		"organisation=Kincir\ncontact_name=Siti Kincir\nactions_taken=dimatikan"},
	"th": {"ชื่อ-นามสกุล: สมศรี โรงสี\nชื่อหน่วยงาน: โรงสี\nอีเมล: somsri@mill.example\nวันและเวลาที่ตรวจพบ: 2026-11-18 10:00 UTC\nหมายเลขไอพีต้นทาง: 198.51.100.7\nเครื่องที่ถูกโจมตี: 192.0.2.7\nรายละเอียดเหตุการณ์: เครื่องไม่ตอบสนอง\nการแก้ไขเบื้องต้น: ปิดเครื่อง\n",
		"organisation=โรงสี\ncontact_name=สมศรี โรงสี\nactions_taken=ปิดเครื่อง"},
	"ar": {"اسم الجهة: الطاحونة\nاسم المبلغ: ليلى حسن\nالبريد الإلكتروني: layla@mill.example\nوقت الاكتشاف: 2026-11-18 10:00 UTC\nعنوان IP للمهاجم: 198.51.100.7\nالخادم المتأثر: 192.0.2.7\nوصف الحادث: الخادم لا يعمل\nالإجراءات المتخذة: تم إيقافه\n",
		"organisation=الطاحونة\ncontact_name=ليلى حسن\nactions_taken=تم إيقافه"},
	"he": {"שם הארגון: הטחנה\nשם המדווח: רות כהן\nדוא\"ל: ruth@mill.example\nמועד הגילוי: 2026-11-18 10:00 UTC\nכתובת IP של התוקף: 198.51.100.7\nהשרת שנפגע: 192.0.2.7\nתיאור האירוע: השרת אינו עונה\nפעולות שננקטו: כובה\n",
		"organisation=הטחנה\ncontact_name=רות כהן\nactions_taken=כובה"},
	"fa": {"نام سازمان: آسیاب\nنام گزارش‌دهنده: مینا رضایی\nپست الکترونیکی: mina@mill.example\nزمان کشف: 2026-11-18 10:00 UTC\nآدرس IP مهاجم: 198.51.100.7\nسرور آسیب‌دیده: 192.0.2.7\nشرح رخداد: سرور پاسخ نمی‌دهد\n",
		"organisation=آسیاب\ncontact_name=مینا رضایی"},
}

// TestFarForms: forms in languages without a definition are read, with a plain
// colon and with a full-width one.
func TestFarForms(t *testing.T) {
	f := builtin(t)
	for lang, c := range farForms {
		for _, text := range []string{c.text, strings.ReplaceAll(c.text, ": ", "：")} {
			r := f.Parse(body(text))
			for pair := range strings.SplitSeq(c.want, "\n") {
				name, want, _ := strings.Cut(pair, "=")
				if got := r.Fields[name]; got != want {
					t.Errorf("%s: %s is %q, want %q", lang, name, got, want)
				}
			}
			if !strings.HasSuffix(r.Fields["contact_email"], "@mill.example") {
				t.Errorf("%s: mail %q", lang, r.Fields["contact_email"])
			}
			if r.Time.Detected != "2026-11-18T10:00:00Z" {
				t.Errorf("%s: detected %q", lang, r.Time.Detected)
			}
			roles := map[string]string{}
			for _, h := range r.Hosts {
				roles[strings.Join(h.Addresses, " ")] = h.Role
			}
			if len(roles) != 2 || roles["198.51.100.7"] != "source" || roles["192.0.2.7"] != "target" {
				t.Errorf("%s: hosts %v", lang, roles)
			}
		}
	}
}

// TestFarProse: what people write in those languages, colons and all, is no form.
func TestFarProse(t *testing.T) {
	f := builtin(t)
	for lang, text := range map[string]string{
		"ru": "Добрый день!\nВчера коллеги сказали: сервер 192.0.2.7 не отвечает.\nНапоминаю: собрание в пятницу.\nАдрес прежний: улица Мельничная, 5.\nС уважением\n",
		"uk": "Доброго дня!\nКолеги кажуть: сервер 192.0.2.7 не відповідає.\nНагадую: збори у п'ятницю.\nПояснення просте: вимкнули світло.\n",
		"bg": "Здравейте,\nвчера ни казаха: сървърът 192.0.2.7 не работи.\nПрипомням: срещата е в петък.\nПричината е ясна: нямаше ток.\n",
		"sr": "Поштовани,\nјуче су рекли: сервер 192.0.2.7 не ради.\nПодсећам: састанак је у петак.\n",
		"sl": "Pozdravljeni,\nvčeraj so rekli: strežnik 192.0.2.7 ne dela.\nOpomnik: sestanek je v petek.\nRazlog je jasen: zmanjkalo je elektrike.\n",
		"lt": "Laba diena,\nvakar kolegos sakė: serveris 192.0.2.7 neveikia.\nPrimenu: susitikimas penktadienį.\nPriežastis aiški: nebuvo elektros.\n",
		"lv": "Labdien,\nvakar kolēģi teica: serveris 192.0.2.7 nestrādā.\nAtgādinu: sapulce piektdien.\nIemesls ir skaidrs: nebija elektrības.\n",
		"et": "Tere,\neile öeldi: server 192.0.2.7 ei tööta.\nMeeldetuletus: koosolek on reedel.\nPõhjus on selge: elekter kadus.\n",
		"ko": "안녕하세요.\n어제 들은 이야기입니다: 서버 192.0.2.7이 응답하지 않습니다.\n알림: 회의는 금요일입니다.\n이유는 간단합니다: 정전이었습니다.\n",
		"vi": "Chào anh chị,\nhôm qua họ nói: máy chủ 192.0.2.7 không chạy.\nNhắc lại: cuộc họp vào thứ sáu.\nLý do rất đơn giản: mất điện.\n",
		"id": "Selamat pagi,\nkemarin mereka bilang: server 192.0.2.7 mati.\nSekadar mengingatkan: rapat hari Jumat.\nAlasannya sederhana: listrik padam.\n",
		"th": "สวัสดีครับ\nเมื่อวานเขาบอกว่า: เครื่อง 192.0.2.7 ใช้ไม่ได้\nขอเตือน: ประชุมวันศุกร์\nเหตุผลง่ายมาก: ไฟดับ\n",
		"ar": "مرحبا\nقالوا أمس: الخادم 192.0.2.7 لا يعمل.\nتذكير: الاجتماع يوم الجمعة.\nالسبب بسيط: انقطعت الكهرباء.\n",
		"he": "שלום\nאתמול אמרו: השרת 192.0.2.7 לא עובד.\nתזכורת: הפגישה ביום שישי.\nהסיבה פשוטה: הפסקת חשמל.\n",
		"fa": "سلام\nدیروز گفتند: سرور 192.0.2.7 کار نمی‌کند.\nیادآوری: جلسه روز جمعه است.\nدلیل ساده است: برق رفت.\n",
	} {
		r := f.Parse(body(text))
		if len(r.Hosts) > 0 || len(r.Fields) > 1 || r.Fields["description"] == "" {
			t.Errorf("%s: %q %v", lang, r.Fields, r.Hosts)
		}
	}
}
