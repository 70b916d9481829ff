package template

import "tocsin/template/word"

// isInstitution says whether a word is what organisations are that say so in their names.
func isInstitution(w string) bool {
	key := word.FoldHash(w)
	return institutions.Find(key) || houses.Find(key)
}

// institutions are such words.
var institutions = word.HashSet(`institute institut instituto istituto instytut instituut university université universität universiteit universidad universidade università uniwersytet universitet
	ministry ministère ministerium ministerie ministerio ministério ministero coop council municipality commune gemeente kommun agency agence agentur agentschap agencia foundation
	bank stadt ville ayuntamiento câmara comune urząd hospitals hospitales county district authority trust scheme obec město mesto općina kunta kaupunki gmina powiat município municipio prefeitura mairie azienda`)

// houses are those that a form of their own asks for by what they are: "Hotel: Belsito".
var houses = word.HashSet(`hospital hôpital klinik klinikum szpital ospedale ziekenhuis sjukhus nemocnice kórház spital sairaala sykehus sygehus clinic school schule école escola escuela college
	genossenschaft cooperative stiftung fondation stichting fundación fundacja fundação fondazione hotel hôtel albergo restaurant ristorante museum museo musée muzeum múzeum library bibliothèque
	biblioteca bibliothek bibliotheek bibliotek biblioteka knihovna knižnica könyvtár kirjasto pharmacy pharmacie farmacia apotheke apotheek apteka lékárna academy académie academia accademia akademie
	gymnasium lycée liceo liceum lukio gimnázium polytechnic politechnika poliambulatorio ambulatorio clinica clínica clinique cartório notaría paroisse parrocchia parroquia paróquia parafia verein
	vereniging förening forening yhdistys asociación associazione associação stowarzyszenie egyesület önkormányzat iskola škola szkoła skole skola koulu przychodnia przedszkole spółdzielnia consorzio
	consorcio consórcio cooperativa coopérative stadtwerke landkreis landratsamt finanzamt rathaus virasto theatre theater théâtre teatro teatr
	shelter bakery dairy farm brewery kindergarten flughafen airport
	praxis arztpraxis zahnarztpraxis tierarztpraxis gemeinschaftspraxis kanzlei anwaltskanzlei rechtsanwaltskanzlei steuerkanzlei grundschule gesamtschule hochschule fachhochschule volkshochschule
	kindertagesstätte seniorenheim pflegeheim gemeindeverwaltung stadtverwaltung huisartsenpraktijk tandartspraktijk administratiekantoor advocatenkantoor basisschool hogeschool woningcorporatie
	boulangerie maternelle colegio colégio gestoría residencia bodegas podere agriturismo panadería padaria kommune vårdcentral terveyskeskus rederi starostwo
	egyetem takarékpénztár primăria școala spitalul liceul universitatea belediyesi üniversitesi hastanesi okulu lisesi kütüphanesi
	школа лицей гимназия больница поликлиника завод университет институт министерство администрация библиотека музей банк ліцей гімназія лікарня поліклініка університет інститут міністерство бібліотека училище болница община библиотека
	πανεπιστήμιο σχολείο λύκειο νοσοκομείο δήμος κλινική τράπεζα υπουργείο φαρμακείο βιβλιοθήκη`)
