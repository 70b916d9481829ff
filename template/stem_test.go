package template

import (
	"strings"
	"testing"
)

// TestSidesOfOneStem: what was attacked and what attacked are words of one stem
// in most languages, and one letter or one small word apart in some.
func TestSidesOfOneStem(t *testing.T) {
	f := builtin(t)
	for line := range strings.Lines(`Атакованный адрес|Атакующий адрес
Атакуемый узел|Атаковавший узел
Адрес атакуемой системы|Адрес атакующей системы
Какой адрес атаковали|Кто атаковал
Сканируемый адрес|Сканирующий адрес
Адреса атакованого вузла|Адреса атакуючого вузла
Адрес на атакуваната система|Адрес на атакуващата система
Adres atakowany|Adres atakujący
Napadená adresa|Útočící adresa
Napadnutá adresa|Útočiaca adresa
Angegriffene Adresse|Angreifende Adresse
Aangevallen adres|Aanvallend adres
Adresse attaquée|Adresse attaquante
Dirección atacada|Dirección atacante
Indirizzo attaccato|Indirizzo attaccante
Endereço atacado|Endereço atacante
Attackerad adress|Attackerande adress
Den angrebne maskine|Den angribende maskine
Saldırılan adres|Saldıran adres
Saldırılan sistemin adresi|Saldıran sistemin adresi
Megtámadott cím|Támadó cím
Adresa atacată|Adresa atacatoare
Napadnuta adresa|Napadajuća adresa
Atakuotas adresas|Atakuojantis adresas
被攻击IP|攻击IP
受攻击地址|攻击者地址
攻撃先IP|攻撃元IP
피공격 IP|공격 IP
آدرس مورد حمله|آدرس مهاجم
Địa chỉ bị tấn công|Địa chỉ tấn công
Attacked address|Attacking address
`) {
		victim, attacker, _ := strings.Cut(strings.TrimSpace(line), "|")
		r := f.Parse(body("Name: Ada Quill\nE-mail: ada@quill.example\nStart time: 2026-11-20 14:00 UTC\n" + attacker + ": 203.0.113.9\n" + victim +
			": 198.51.100.7\nDescription: somebody guessed passwords of one of our servers\n"))
		for _, h := range r.Hosts {
			if h.Role == "target" != (h.Addresses[0] == "198.51.100.7") {
				t.Errorf("%s: %v is %s", strings.TrimSpace(line), h.Addresses, h.Role)
			}
		}
		if len(r.Hosts) != 2 {
			t.Errorf("%s: %v", strings.TrimSpace(line), r.Hosts)
		}
	}
}

// TestNumberIsNoCount: the number of a machine says which it is, not how many there
// are; and whether a report is the first is not how somebody came in.
func TestNumberIsNoCount(t *testing.T) {
	f := builtin(t)
	for label, want := range map[string]string{"Asset number: 47110": "", "Gerätenummer: 4711": "", "Inventory number of the machine: 778812": "", "Number of machines: 12": "12", "Anzahl Geräte: 3000": "3000"} {
		r := f.Parse(body("Name: Ada Quill\nE-mail: ada@quill.example\nInitial or follow-up?: Initial\n" + label +
			"\nStart time: 2026-11-20 14:00 UTC\nAttacking address: 203.0.113.9\nDescription: somebody guessed passwords of one of our servers\n"))
		if r.Fields["host_count"] != want || r.Fields["attack_method"] != "" {
			t.Errorf("%s: %q, want %q; %q", label, r.Fields["host_count"], want, r.Fields["attack_method"])
		}
	}
}
