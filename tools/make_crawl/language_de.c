/* German. Masculine and feminine nouns, many of them compounds, with the endings of the
 * cases that the patterns use. */
#include "grammar.h"

static const rule rules[] = {
    {'B',
     "Stadt|Landes|Bau|Wasser|Schul|Markt|Haushalts|Kranken|Brücken|Fluss|Hof|Bahn|"
     "Museums|"
     "Hafen|Straßen|Wahl|Gerichts|Garten|Maschinen|Dorf|Sturm|Wald|Renten|Theater|Tunnel|"
     "Obst|Fähr|Lager|Kinder|Steuer|Küsten|Insel|Tal|Berg|Wein|Milch|Zoll|Grenz|Sport|"
     "Eis|"
     "Leucht|Mühlen|Kanal|Wind|Kabel|Raketen|Impf|Ernte|Vieh|Bienen|Wiesen|Gletscher|"
     "Moor|"
     "Feuer|Frost|Hitze|Signal|Rad|Last|Flug|Fahr|Lampen|Brunnen|Heiz|Druck|Bild|Lied|"
     "Tanz|"
     "Film|Puppen|Brot|Käse|Honig|Glas|Ton|Leder|Ziegel|Dach|Turm|Tor|Zaun|Friedhofs|"
     "Klima|Zukunfts|Bürger|Energie|Verkehrs|Forschungs|Geld|Zins|Miet|Lohn|Kunst|Volks"},
    {'H',
     "rat|plan|bericht|markt|betrieb|verein|vertrag|streit|preis|weg|platz|turm|bau|kurs|"
     "beirat|dienst|fonds|verband|umbau|tag|kreis|raum|wagen|motor|speicher|schutz|fund|"
     "besitzer|meister|händler|lehrer|fahrer|forscher|richter|minister|arzt|gärtner|"
     "wirt"},
    {'F',
     "planung|leitung|prüfung|ordnung|behörde|halle|anlage|schule|reform|brücke|bahn|"
     "firma|"
     "gruppe|kasse|werkstatt|messe|sammlung|zeitung|stelle|grenze|quelle|karte|kammer|"
     "frage|krise|wende|hilfe|steuer|studie|sitzung|siedlung|pflege|technik|kunst|"
     "sprecherin|"
     "meisterin|lehrerin|forscherin|richterin|ministerin|ärztin|gärtnerin|wirtin"},
    {'U',
     "Plan|Markt|Fluss|Wald|Sturm|Vertrag|Bericht|Hafen|Berg|Streit|Garten|Weg|$B$H|$B$"
     "H"},
    {'R', "Stadt|Bank|Schule|Firma|Reform|Brücke|Straße|Wahl|Ernte|$B$F|$B$F|$B$F"},
    {'N', "$U|$R|$B$H|$B$F"},
    {'A',
     "neu|alt|groß|klein|billig|öffentlich|privat|lokal|modern|schnell|langsam|laut|leis|"
     "breit|schmal|tief|flach|schwer|leicht|trocken|nass|kalt|warm|frisch|scharf|weich|"
     "hart|"
     "reich|arm|streng|mild|gerecht|sorgfältig|plötzlich|stetig|brüchig|robust|hölzern|"
     "gläsern|rostig|sauber|schmutzig|leer|voll|fern|nah|verborgen|sichtbar|mutig|scheu|"
     "stolz|geduldig|klug|einfach|selten|häufig|jährlich|doppelt|einzeln|gemeinsam|"
     "rechtlich|"
     "musikalisch|politisch|technisch|historisch|letzt|erst|zweit|dritt|nächst|"
     "umstritten|"
     "vielversprechend|verlässlich|zweifelhaft|vergessen|beliebt|geteilt|städtisch|"
     "ländlich"},
    {'V',
     "genehmigt|abgelehnt|eröffnet|geschlossen|gebaut|gekauft|verkauft|gelobt|kritisiert|"
     "verzögert|geändert|saniert|geprüft|verteidigt|abgesagt|gestartet|ersetzt|repariert|"
     "erweitert|gekürzt|bezahlt|versprochen|besprochen|bezweifelt|unterstützt|blockiert|"
     "getestet|gemessen|beschrieben|vorgestellt|entworfen|beschädigt|gerettet|entdeckt|"
     "gemalt|verlegt|besucht|geführt|verlassen|verloren|gewonnen|gefunden|geplant|"
     "gezählt|"
     "geteilt|umbenannt|begrüßt|verschoben|verdoppelt|halbiert|vereint|beheizt|gereinigt|"
     "verschmutzt|geschützt|aufgegeben|besetzt|gepachtet|gespendet|geerbt|kopiert|"
     "übersetzt|"
     "veröffentlicht|verboten|besteuert|versichert|fotografiert|gefilmt|gepflanzt|"
     "geerntet|"
     "gefüttert|ausgebildet|eingestellt|entlassen|gewählt|ernannt|verklagt|begnadigt|"
     "geehrt"},
    {'W',
     "genehmigen|ablehnen|eröffnen|schließen|bauen|kaufen|verkaufen|loben|verzögern|"
     "ändern|"
     "sanieren|prüfen|verteidigen|absagen|starten|ersetzen|reparieren|erweitern|kürzen|"
     "bezahlen|besprechen|unterstützen|blockieren|testen|messen|beschreiben|vorstellen|"
     "entwerfen|retten|malen|verlegen|besuchen|führen|verlassen|finden|planen|zählen|"
     "teilen|"
     "verschieben|verdoppeln|vereinen|beheizen|reinigen|schützen|pachten|spenden|"
     "kopieren"},
    {'I',
     "wächst|schrumpft|steigt|sinkt|fällt|verschwindet|stockt|gelingt|scheitert|brennt|"
     "beginnt spät|endet früh|läuft weiter|bricht ein|fällt aus|erholt sich|leert sich|"
     "zahlt sich aus|kostet zu viel|kommt zurück|bleibt aus|steht still|zerfällt"},
    {'D',
     "schnell|leise|offen|endlich|kaum|fast|teilweise|plötzlich|langsam|zweimal|wieder|"
     "gemeinsam|allein|heimlich|öffentlich|versehentlich|absichtlich|sofort|ohne "
     "Vorwarnung|"
     "mit Sorgfalt|unter Protest|endgültig|pünktlich|zu spät|wie geplant|trotz allem"},
    {'a', "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag"},
    {'m',
     "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|"
     "Dezember"},
    {'M', "$5. $m|Anfang $m|Ende $m|$a, $5. $m"},
    {'X',
     "am $a|im $m|seit $8|nach $5 Jahren|in $3|bei $3|vor der $R|mit dem $U|neben der "
     "$Aen $R|trotz der $R|binnen $5 Tagen|im Jahr $8|ohne $R und $U|wegen der $Aen $R"},
    {'E',
     "den $Aen $U|die $Ae $R|einen $Aen $U|eine $Ae $R|jeden $U|diese $R|den $U aus "
     "$3|die $R "
     "der $R|die $R von $2|$6 Euro|seine $Ae $R|ihren $U|keine $R|$4|die $Ae $R des "
     "Jahres"},
    {'P',
     "$1|$2|der $Ae $U|die $Ae $R|$4|die $R aus $3|der $U von $3|jeder $U|ihre $R|Frau "
     "$2|Herr "
     "$2|eine $Ae $R|die $R für $0"},
    {'J',
     "weil $P $E $V hat|obwohl $P $I|bevor $P $E $V hat|um $E zu $W|ohne $E $X zu "
     "$W|während $P "
     "$E $V hat|was $2 $D $V hat|und $P will $E $W|denn $P hat $E $D $V|wo $P $I"},
    {'S',
     "^$P hat $E $X $V.|^$P hat $E $D $V, $J.|^$X hat $P $E $V, $J.|Laut $1 hat $P $E "
     "$V.|„^$P "
     "$I“, sagte $1, $J.|^$P will $E $W, $J.|^$P $I $X, $J.|Rund $6 Stimmen haben $E "
     "$V.|$1 und "
     "$P haben $E $D $V.|Niemand hat $E $X $V, sagt $2.|Im Jahr $8 hatte $P $E $V.|Etwa "
     "$9 "
     "Prozent der $R haben $E $V, $J.|^$P weigert sich, $E zu $W, $J.|Wenn $P $I, will "
     "$P $E "
     "$W.|„Wir haben $E $X $V“, schrieb $2 an $4.|Es war $1, $J.|Weder $P noch $P will "
     "$E $X "
     "$W.|Für $2 gilt: ^$P $I $D.|^$P möchte $E $W und dann $E $W.|^$X $I $P, doch $P "
     "hat $E "
     "$V.|In $3 gibt es $6 Fälle, $J.|^$M soll $P $E $W, $J.|$D hat $P $E $V, und $P $I "
     "$X."},
    {'K',
     "Die Sache kommt nächsten Monat wieder vor den Rat.|Verletzt wurde niemand.|Die "
     "Polizei "
     "sucht weiter Zeugen.|Eine Entscheidung wird bis Jahresende erwartet.|Die Gespräche "
     "gehen "
     "hinter verschlossenen Türen weiter."},
    {'T',
     "^$P hat $E $V|^$P $I $X|$3: ^$P will $E $W|Warum $P $I|$2 hat $E $V|Streit um $E"},
    {'f',
     "Anna|Jakob|Maria|Peter|Helene|Robert|Greta|Thomas|Nora|Samuel|Edith|Arthur|Klara|"
     "Hugo|"
     "Ida|Oskar|Martha|Felix|Ruth|Viktor|Alma|Walter|Lydia|Simon|Judith|Martin|Ernst|"
     "Paul|"
     "Agnes|Konrad|Dora|Edgar|Frieda|Gustav|Hedwig|Isolde|Johanna|Karl|Lotte|Moritz"},
    {'i',
     "Alt|Berg|Brau|Dorn|Eich|Feld|Gram|Hoch|Kalt|Lind|Mohr|Nie|Ober|Pfal|Reu|Schön|Tann|"
     "Ul|"
     "Vog|Weil|Zell|Buch|Eber|Frei|Hasel|Kron|Licht|Rosen|Stein|Wolf"},
    {'j',
     "mann|bach|berg|stein|ler|hausen|dorf|feld|er|heim|bauer|ner|stedt|wald|au|brück|"
     "ach|"
     "meier|schmidt|kamp|loh|rode"},
    {'q', "en|er|el|in|es|a|o|ing"},
    {'l', "$i$j|$i$q$j|$i$q$j"},
    {'p', "$i$q$j|$i$j|Bad $i$j|$i$q$j am $i$q|Neu-$i$j"},
    {'o',
     "$i$q$j AG|Verein $i$j|das Institut $i$q$j|Stiftung $i$j|$i$qwerk GmbH|Bund $i$q$j"},
    {'u', "^$P in $3, $8. Foto: $1"},
    {'b', "Von"},
    {'z',
     "Startseite|Nachrichten|Sport|Kultur|Wirtschaft|Wetter|Meinung|Reise|Wissen|"
     "Gesundheit|"
     "Videos|Kontakt|Über uns|Abo|Anmelden|Suche|Stellen|Immobilien|Leserbriefe|Archiv|"
     "Podcasts|Termine|Rezepte|Auto|Garten|Region|Welt|Börse|Mode|Rätsel"},
    {'c',
     "Wir nutzen Cookies, um Ihre $R zu $W und die $Ae $R zu $W. Annehmen oder "
     "ablehnen.|Diese "
     "Seite speichert $5 Tage lang Ihren $Aen $U.|Mit der Nutzung darf unsere $R Ihren "
     "$U $W."},
    {'r', "Weiterlesen|Mehr lesen|Zum Artikel|mehr »"},
    {'g',
     "Mehr zum Thema|Das könnte Sie auch interessieren|Lesen Sie auch|Verwandte Artikel"},
    {'d', "Zuletzt geändert"},
    {'v', "Leser heute"},
    {'k',
     "$Uer Verlag, $3. Alle Rechte vorbehalten.|Herausgegeben von $4, $R und $U, $3."},
    {'t',
     "Korrektur: In einer früheren Fassung stand die falsche $R. Gemeint war $E in $3."},
    {'y', "ja|nein|vielleicht|weiß nicht"},
    {'Q', "Soll $P $E $W?|Hat $P $E $V?|Würden Sie $E $W?|Wer hat $E $V?"},
    {'w',
     "sonnig|wolkig|Regen|Schauer|$Aer Wind|Nebel|Schnee|Hagel|$Aer Regen|klar|Gewitter"},
    {'h', "Farbe|Gewicht|Material|Hersteller|Herkunft|Breite|Höhe|Zweck|Pflege|Duft"},
    {'O',
     "$1, $Aer $U aus $3, starb am $M mit $5 Jahren.|Geboren in $3, hat $2 $E $V und "
     "dann $E "
     "$V.|$2 hinterlässt $E und $1, $J.|Man trifft sich $X in $3."},
    {'L',
     "der $Ae $U $I|und die $R $I|o $R von $3|wir haben $E $V|mein $U, meine $Ae $R|kein "
     "$U "
     "will mich $W|wenn $P $I|unter der $Aen $R"},
};

const language language_de = {
    "de", ".", ",", 1, 0, rules, sizeof rules / sizeof rules[0]};
