/* English. */
#include "grammar.h"

static const rule rules[] = {
    {'N',
     "council|report|project|school|market|budget|hospital|bridge|company|river|farm|"
     "plan|"
     "library|team|law|factory|station|museum|harbour|road|vote|study|court|letter|"
     "garden|"
     "machine|festival|village|storm|union|contract|forest|clinic|railway|engine|pension|"
     "theatre|survey|laboratory|tunnel|orchard|ferry|warehouse|bakery|reservoir|subsidy|"
     "tax|"
     "committee|tram|coast|island|valley|mine|quarry|vineyard|dairy|tariff|permit|grant|"
     "lawsuit|verdict|petition|strike|ballot|mandate|treaty|border|customs post|patrol|"
     "shelter|kitchen|nursery|playground|stadium|pool|rink|trail|campsite|lighthouse|"
     "mill|"
     "canal|lock|dam|turbine|pipeline|cable|mast|satellite|rocket|telescope|microscope|"
     "vaccine|virus|remedy|diet|harvest|crop|herd|flock|beehive|pond|marsh|meadow|hedge|"
     "glacier|peak|ridge|cave|desert|dune|reef|lagoon|current|tide|drought|flood|fire|"
     "frost|"
     "heatwave|wind|signal|code|chip|screen|battery|motor|wheel|bicycle|lorry|van|bus|"
     "aircraft hangar|runway|terminal|platform|ticket|timetable|fare|detour|roundabout|"
     "lamp|pavement|sewer|well|pump|filter|boiler|furnace|kiln|loom|press|workshop|"
     "studio|"
     "gallery|statue|fresco|manuscript|diary|novel|poem|song|choir|orchestra|violin|drum|"
     "dance|film|camera|lens|portrait|costume|puppet|carnival|market hall|fair|stall|"
     "menu|recipe|cheese|loaf|soup|spice|honey|cider|barrel|bottle|glassworks|pottery|"
     "carpet|quilt|scarf|boot|glove|button|needle|thread|hammer|ladder|scaffold|crane|"
     "brick|"
     "beam|roof|cellar|tower|gate|fence|wall|square|fountain|cemetery|chapel|monastery|"
     "archive|register|census|formula|theory|method|sample|figure|chart|forecast|debt|"
     "loan|"
     "bond|share|dividend|bank|mortgage|rent|wage|bonus|shift|apprentice|nurse|teacher|"
     "farmer|fisher|baker|driver|pilot|judge|mayor|minister|lawyer|banker|trader|chemist|"
     "doctor|surgeon|patient|pupil|student|professor|writer|painter|singer|player|coach|"
     "runner|rider|sailor|hunter|gardener|carpenter|mason|miner|welder|tailor|butcher"},
    {'n', "$Ns|$Ns|$A $Ns"},
    {'A',
     "new|local|former|public|large|small|major|regional|modern|cheap|costly|private|"
     "rural|"
     "central|popular|famous|common|global|national|foreign|difficult|northern|southern|"
     "western|coastal|temporary|permanent|digital|green|red|blue|white|dark|bright|quiet|"
     "noisy|broad|narrow|deep|shallow|heavy|light|dry|wet|cold|warm|frozen|fresh|stale|"
     "sharp|blunt|soft|hard|rich|poor|generous|strict|lenient|fair|biased|careful|"
     "reckless|"
     "slow|quick|sudden|gradual|steady|fragile|sturdy|wooden|stone|steel|glass|copper|"
     "rusty|"
     "clean|dirty|broken|restored|vacant|crowded|remote|nearby|hidden|visible|bold|timid|"
     "proud|humble|patient|hasty|clever|simple|complex|plain|rare|frequent|seasonal|"
     "weekly|"
     "monthly|yearly|double|single|joint|separate|legal|medical|musical|political|"
     "financial|"
     "technical|historic|medieval|recent|final|first|second|third|last|next|previous|"
     "controversial|promising|disappointing|surprising|reliable|doubtful|missing|"
     "forgotten|"
     "beloved|hated|respected|divided|reformed|privatised|subsidised|volunteer|"
     "municipal"},
    {'V',
     "approved|rejected|opened|closed|built|bought|sold|praised|criticised|delayed|"
     "changed|"
     "restored|inspected|defended|cancelled|launched|replaced|repaired|expanded|reduced|"
     "financed|promised|discussed|questioned|supported|blocked|tested|reviewed|measured|"
     "described|presented|designed|damaged|rescued|discovered|painted|moved|visited|"
     "joined|"
     "led|left|lost|won|found|planned|studied|counted|shared|renamed|reopened|welcomed|"
     "postponed|doubled|halved|merged|divided|fenced|flooded|heated|cooled|lit|cleaned|"
     "polluted|protected|abandoned|occupied|leased|donated|inherited|copied|translated|"
     "published|banned|taxed|insured|audited|mapped|photographed|filmed|recorded|"
     "broadcast|"
     "planted|harvested|fished|hunted|fed|trained|hired|dismissed|elected|appointed|sued|"
     "fined|pardoned|honoured|ignored|overlooked|underestimated|feared|admired|mocked"},
    {'W',
     "approve|reject|open|close|build|buy|sell|praise|delay|change|restore|inspect|"
     "defend|"
     "cancel|launch|replace|repair|expand|reduce|finance|discuss|question|support|block|"
     "test|review|measure|describe|present|design|rescue|paint|move|visit|join|lead|"
     "leave|"
     "find|plan|study|count|share|rename|reopen|welcome|postpone|double|halve|merge|"
     "divide|"
     "heat|cool|clean|protect|abandon|occupy|lease|donate|copy|translate|publish|ban|tax|"
     "insure|audit|map|photograph|film|record|plant|harvest|feed|train|hire|elect|sue|"
     "fine"},
    {'I',
     "rose|fell|collapsed|recovered|vanished|returned|failed|succeeded|stalled|grew|"
     "shrank|"
     "started late|ended early|went ahead|broke down|caught fire|ran out|slowed|improved|"
     "worsened|resumed|stopped|drifted|split|prospered|withered|burned|froze|thawed|"
     "leaked"},
    {'D',
     "quickly|quietly|openly|finally|barely|nearly|clearly|partly|suddenly|slowly|"
     "formally|"
     "twice|again|together|alone|abroad|in secret|in public|by mistake|on purpose|at "
     "once|"
     "without warning|with care|at great cost|for good|on time|too late|as planned"},
    {'a', "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"},
    {'m',
     "January|February|March|April|May|June|July|August|September|October|November|"
     "December"},
    {'M', "$m $5|$5 $m|$a, $m $5|early $m|late $m"},
    {'X',
     "on $a|last $a|in $8|since $8|after $5 years|for $5 weeks|before the $N|during the "
     "$A "
     "$N|on $7|within $5 days|near $3|in $3|at the $N"},
    {'E',
     "the $A $N|a $A $N|the $0|the $N of $3|$5 $n|another $N|every $N in $3|the $A $0|$4|"
     "$6 $n|its $A $N|their $N|the $N behind the $0|$2's $N|most $n|no $N"},
    {'P', "$1|$2|the $N|the $A $N|$4|critics of the $0|$5 $n|the $N in $3|a $N from $3"},
    {'J',
     "because $P $V $E|although $P $V $E $D|while $E $I|as $P had $V $E|so that $P could "
     "$W "
     "$E|before $E $I $X|who $V $E|which $V $E $X|if $P were to $W $E|and $V $E"},
    {'S',
     "$P $V $E $X.|$P $D $V $E, $J.|$X, $P $V $E $J.|$P said $E $I $X.|According to $1, "
     "$P $V "
     "$E.|“^$E $I,” said $1, who $V $E $X.|$P wants to $W $E $J.|$E $I $X, $J.|Some $6 "
     "$n $V "
     "$E.|$P and $P $V $E $D.|Nobody $V $E $X, $2 said.|By $8, $E had $V $E.|About $9 "
     "percent of $n $I $X, $J.|$P refused to $W $E, $J.|When $E $I, $P $V $E $X.|“We $V "
     "$E "
     "$X,” $2 told $4, “$J.”|It was $1 who $V $E $J.|Neither $P nor $P would $W $E "
     "$X.|For $2, "
     "$E $I $D.|$E, once $V by $P, $I $X.|$P plans to $W $E and to $W $E $X.|There are "
     "$6 $n "
     "in $3, $2 $V $E.|Last year $P $V $E; this year $P $V $E.|$P “will $W $E $X”, $1 "
     "wrote."},
    {'K',
     "The matter goes back to the council next month.|No one was hurt.|The police are "
     "still "
     "looking for witnesses.|A decision is expected by the end of the year.|The office "
     "did "
     "not answer questions.|Talks will go on behind closed doors."},
    {'T',
     "$P $V $E|$E $I $X|$3: $P to $W $E|How $P $V $E|$2 $V $E|Why $E $I|$0 in $3 $V $E"},
    {'f',
     "Anna|James|Maria|Peter|Helen|Robert|Grace|Thomas|Nora|Samuel|Edith|Arthur|Clara|"
     "Hugo|"
     "Ivy|Oscar|Martha|Felix|Ruth|Victor|Alma|Walter|Lydia|Simon|Judith|Martin|Esther|"
     "Paul|"
     "Agnes|Conrad|Dora|Edgar|Flora|Gideon|Hester|Isaac|Joan|Kenneth|Laura|Miles"},
    {'i',
     "Bar|Hol|Mar|Ken|Dun|Wil|Ash|Thorn|Bex|Cal|Dray|Fen|Gar|Hart|Ing|Jar|Kes|Lang|Mal|"
     "Nor|"
     "Orm|Pel|Quin|Rad|Sel|Tar|Ulm|Ver|Wex|Yar"},
    {'j',
     "ton|by|field|worth|ham|well|ford|ley|more|wick|son|dale|man|stead|bury|low|ridge|"
     "combe|shaw|gate"},
    {'q', "a|er|in|en|o|el|ing|ar"},
    {'l', "$i$j|$i$q$j|$i$q$j"},
    {'p', "$i$q$j|$i$j|Upper $i$j|$i$q$j Bay|Port $i$j|$i$qmouth"},
    {'o',
     "$i$j Trust|^$N Board of $i$q$j|$i$q & $i$j|the $i$j Institute|$i$qtech|$i$j Union"},
    {'u', "^$P at $E in $3, $8. Photo: $1"},
    {'b', "By"},
    {'z',
     "Home|News|Sport|Culture|Business|Weather|Opinion|Travel|Science|Health|Video|"
     "Contact|"
     "About us|Subscribe|Log "
     "in|Search|Jobs|Property|Letters|Archive|Podcasts|Events|Food|"
     "Motoring|Gardens|Local|World|Money|Style|Puzzles"},
    {'c',
     "We use cookies to $W the $N and to $W your $A $N.|This site keeps $A cookies for "
     "$5 "
     "days so that $n load faster. Accept or refuse.|By reading on you let our $N "
     "partners "
     "$W $A $Ns on your screen."},
    {'r', "Read more|Continue reading|Full story|More »"},
    {'g', "Related stories|More on this|You may also like|Read also"},
    {'d', "Last updated"},
    {'v', "readers today"},
    {'k',
     "^$A ^$N Media, $3. All rights reserved.|Published by $4. ^$N and ^$N offices in "
     "$3."},
    {'t',
     "Correction: an earlier version of this story named the wrong $N. It was $E in $3."},
    {'y', "yes|no|maybe|not sure"},
    {'Q', "Should $P $W $E?|Did $P $W $E?|Would you $W $E?|Has $E $V $E?"},
    {'w', "sunny|cloudy|light rain|showers|$A wind|fog|snow|hail|$A rain|clear|thunder"},
    {'h',
     "Colour|Weight|Material|Maker|Made in|Width|Height|Use|Care|Finish|Scent|Model"},
    {'O',
     "$1, a $A $N and $N from $3, died on $7 at the age of $5.|Born in $3 in $8, $2 $V "
     "$E "
     "and $V $E.|$2 leaves $5 $n and $1, with whom $P $V $E.|Friends will meet at $E in "
     "$3."},
    {'L',
     "the $A $N $I $D|and $E $I|O $A $N of $3|we $V $E|my $N, my $A $N|no $N will $W "
     "$E|when "
     "$E $I $D|under the $A $N"},
};

const language language_en = {
    "en", ",", ".", 1, 0, rules, sizeof rules / sizeof rules[0]};
