/* French. Nouns begin with a consonant and adjectives have one form for both genders, so
 * that no article or ending depends on the word that follows. */
#include "grammar.h"

static const rule rules[] = {
    {'H',
     "conseil|rapport|projet|lycée|marché|budget|pont|fleuve|plan|musée|port|chemin|vote|"
     "tribunal|jardin|village|contrat|bois|moteur|théâtre|sondage|tunnel|verger|bac|"
     "dépôt|"
     "four|bassin|comité|tramway|littoral|vallon|vignoble|tarif|permis|procès|verdict|"
     "scrutin|mandat|traité|poste|refuge|stade|sentier|camping|phare|moulin|canal|"
     "barrage|"
     "câble|satellite|télescope|microscope|vaccin|virus|remède|régime|troupeau|marais|"
     "pré|"
     "glacier|sommet|désert|récif|lagon|courant|déluge|feu|gel|vent|signal|code|circuit|"
     "vélo|camion|bus|quai|billet|rond-point|trottoir|puits|filtre|métier|studio|tableau|"
     "manuscrit|journal|roman|poème|chant|chœur|violon|tambour|film|portrait|costume|"
     "carnaval|repas|fromage|pain|potage|miel|cidre|tonneau|verre|tapis|gant|bouton|fil|"
     "marteau|toit|donjon|mur|registre|recensement|calcul|graphique|prêt|loyer|salaire|"
     "maire|ministre|boulanger|pilote|juge|banquier|chimiste|médecin|patient|professeur|"
     "peintre|chanteur|joueur|marin|chasseur|jardinier|menuisier|mineur|tailleur|"
     "boucher"},
    {'F',
     "mairie|réforme|ferme|loi|bibliothèque|gare|rue|route|lettre|machine|fête|grève|"
     "forêt|"
     "clinique|pension|mine|carrière|laiterie|taxe|bourse|plainte|frontière|patrouille|"
     "cuisine|crèche|cour|piscine|patinoire|turbine|fusée|récolte|ruche|mare|prairie|"
     "haie|"
     "crête|grotte|dune|marée|sécheresse|canicule|batterie|roue|piste|lampe|pompe|"
     "chaudière|presse|galerie|statue|fresque|chanson|danse|caméra|marionnette|foire|"
     "recette|soupe|bouteille|poterie|couverture|botte|brique|poutre|cave|tour|porte|"
     "clôture|place|fontaine|chapelle|formule|théorie|méthode|figure|prévision|dette|"
     "banque|prime|juriste|fermière|romancière|coureuse|voisine|commune|préfecture|"
     "région|"
     "société|fondation|rédaction|rencontre|soirée|promesse|mesure|décision|rumeur|"
     "crise"},
    {'N', "$H|$F|$H|$F"},
    {'A',
     "moderne|célèbre|politique|économique|historique|technique|publique|rapide|large|"
     "vide|"
     "sale|propre|triste|calme|solide|fragile|utile|inutile|rare|simple|complexe|étrange|"
     "possible|pénible|durable|fiable|fidèle|sévère|sincère|tranquille|faible|riche|"
     "pauvre|"
     "jeune|rouge|jaune|mauve|rose|sombre|énorme|immense|minuscule|mobile|fixe|ronde|"
     "mince|"
     "solaire|scolaire|populaire|nucléaire|maritime|agricole|artistique|magique|tragique|"
     "comique|pratique|juridique|classique|romantique|électrique|magnétique|chimique|"
     "physique|biologique|géographique|provisoire|obligatoire|contradictoire|unique|"
     "double|"
     "triple|médiocre|honnête|timide|rustique|comestible|invisible|terrible|horrible"},
    {'V',
     "approuvé|rejeté|ouvert|fermé|construit|acheté|vendu|salué|critiqué|retardé|changé|"
     "restauré|inspecté|défendu|annulé|lancé|remplacé|réparé|agrandi|réduit|financé|"
     "promis|"
     "discuté|contesté|soutenu|bloqué|testé|revu|mesuré|décrit|présenté|dessiné|"
     "endommagé|"
     "sauvé|découvert|peint|déplacé|visité|rejoint|dirigé|quitté|perdu|gagné|trouvé|"
     "prévu|"
     "étudié|compté|partagé|rebaptisé|rouvert|accueilli|reporté|doublé|fusionné|divisé|"
     "chauffé|nettoyé|pollué|protégé|abandonné|occupé|loué|donné|copié|traduit|publié|"
     "interdit|taxé|assuré|cartographié|photographié|filmé|planté|récolté|nourri|formé|"
     "embauché|licencié|nommé|poursuivi|gracié|honoré|ignoré|négligé|redouté|admiré|"
     "moqué"},
    {'W',
     "approuver|rejeter|ouvrir|fermer|construire|acheter|vendre|saluer|retarder|changer|"
     "restaurer|défendre|annuler|lancer|remplacer|réparer|réduire|financer|discuter|"
     "soutenir|bloquer|tester|revoir|mesurer|décrire|présenter|dessiner|sauver|peindre|"
     "déplacer|visiter|rejoindre|diriger|quitter|trouver|compter|partager|rouvrir|"
     "doubler|"
     "fusionner|chauffer|nettoyer|protéger|louer|copier|traduire|publier|interdire|"
     "taxer"},
    {'I',
     "a progressé|a reculé|a disparu|est revenu en débat|a échoué|a "
     "réussi|stagne|grandit|"
     "commence tard|finit tôt|tombe en panne|brûle|ralentit|reprend|dérive|prospère|fuit|"
     "se vide|se remplit|fait parler|ne suffit plus|coûte trop cher|manque de bras"},
    {'D',
     "vite|sans bruit|enfin|à peine|presque|en partie|soudain|lentement|deux fois|encore|"
     "ensemble|seul|à part|en secret|en public|par erreur|exprès|aussitôt|sans prévenir|"
     "avec soin|à grands frais|pour de bon|à temps|trop tard|comme prévu|malgré tout"},
    {'a', "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"},
    {'m',
     "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
     "décembre"},
    {'M', "le $5 $m|début $m|fin $m|$a $5 $m"},
    {'X',
     "$a dernier|en $8|depuis $8|après $5 ans|pendant $5 semaines|avant la $F|devant le "
     "$H|"
     "$M|près de la $F $A|à $3|sous $5 jours|loin de $3|au $H de $3"},
    {'E',
     "le $H $A|la $F $A|un $H $A|une $F|chaque $H|cette $F $A|le $H de $3|la $F du $H|$5 "
     "fois le $H|leur $H|sa $F $A|notre $0|toute la $F|le $H de la $F|$6 euros|ce $0 $A"},
    {'P',
     "$1|$2|le $H|la $F $A|$4|la $F de $3|un $H de $3|chaque $H|leur $F|le $H $A|M. "
     "$2|Mme $2"},
    {'J',
     "parce que $P a $V $E|alors que $E $I|avant de $W $E|pour $W $E $X|après avoir $V "
     "$E|"
     "sans $W $E|tandis que $P a $V $E $D|ce que $2 a $V $X|et $P veut $W $E|où $E $I "
     "$D"},
    {'S',
     "$P a $V $E $X.|$P a $D $V $E, $J.|$X, $P a $V $E $J.|Selon $1, $E $I $X.|« ^$E $I "
     "», a "
     "déclaré $1, qui a $V $E.|$P veut $W $E $J.|$E $I $X, $J.|Près de $6 voix ont $V "
     "$E.|$P "
     "et $P ont $V $E $D.|Personne n’a $V $E $X, assure $2.|En $8, $E avait $V "
     "$E.|Environ $9 "
     "pour cent de $F $I $X, $J.|$P refuse de $W $E, $J.|Quand $E $I, $P a $V $E.|« Nous "
     "avons "
     "$V $E $X », a-t-il confié à $4.|C’est $1 qui a $V $E $J.|Ni $P ni $P ne va $W $E "
     "$X.|Pour "
     "$2, $E $I $D.|$P compte $W $E puis $W $E $X.|L’an passé, $P a $V $E ; $X, $P a $V "
     "$E.|Il y "
     "aurait $6 cas à $3, où $2 a $V $E.|$M, $P doit $W $E, $J.|$1 l’a répété : $E $I, "
     "$J."},
    {'K',
     "La question revient devant le conseil le mois prochain.|Personne n’a été "
     "blessé.|La "
     "police cherche encore des témoins.|Une décision est attendue avant la fin de "
     "l’année.|Les "
     "discussions continuent à huis clos."},
    {'T',
     "$P a $V $E|$E $I $X|$3 : $P veut $W $E|Pourquoi $E $I|$2 a $V $E|À $3, $P a $V $E"},
    {'f',
     "Anne|Jacques|Marie|Pierre|Hélène|Robert|Louise|Thomas|Nora|Samuel|Édith|Arthur|"
     "Claire|"
     "Hugo|Yves|Oscar|Marthe|Félix|Odile|Victor|Aline|Gaston|Lydie|Simon|Judith|Martin|"
     "Paul|Agnès|Denise|Edgar|Flore|Gilles|Irène|Jeanne|Laure|Rémi|Solène|Théo"},
    {'i',
     "Bal|Cor|Mar|Char|Dur|Fon|Gar|Lau|Mon|Per|Rou|Sau|Tre|Val|Ver|Bou|Cha|Del|Fer|Gro|"
     "Lam|"
     "Mer|Nor|Pon|Ri|So|Tour|Vil|Bru|Clé"},
    {'j',
     "tier|don|veau|lin|gnac|sac|ville|mont|court|nay|zac|vin|din|champ|tel|val|set|rais|"
     "lieu|rac|my|ron|nel|teau"},
    {'q', "a|e|i|o|ou|an|en|ar|er|in"},
    {'l', "$i$j|$i$q$j|$i$q$j"},
    {'p', "$i$q$j|$i$j|Saint-$i$j|$i$j-sur-$i$q|$i$q$j-les-Bains"},
    {'o', "^$i$j ^$H|l’institut $i$q$j|$i$q et Cie|l’union de $i$j|la fondation $i$q$j"},
    {'u', "^$P devant $E à $3, en $8. Photo $1"},
    {'b', "Par"},
    {'z',
     "Accueil|Actualité|Sports|Culture|Économie|Météo|Opinions|Voyages|Sciences|Santé|"
     "Vidéos|"
     "Contact|Qui sommes-nous|S’abonner|Se "
     "connecter|Rechercher|Emploi|Immobilier|Courrier|"
     "Archives|Podcasts|Agenda|Cuisine|Auto|Jardins|Régions|Monde|Bourse|Mode|Jeux"},
    {'c',
     "Ce site garde des témoins pour $W votre $F et $W le $H. Accepter ou refuser.|En "
     "restant "
     "ici, vous laissez la $F $A $W vos pages pendant $5 jours.|Nos partenaires veulent "
     "$W "
     "votre $H $A : gérer mes choix."},
    {'r', "Lire la suite|Lire l’article|La suite »|En savoir plus"},
    {'g', "À lire aussi|Sur le même sujet|Vous aimerez aussi|Articles liés"},
    {'d', "Mis à jour le"},
    {'v', "lecteurs aujourd’hui"},
    {'k', "Groupe ^$H ^$F, $3. Tous droits réservés.|Édité par $4, ^$F et ^$H, à $3."},
    {'t',
     "Rectificatif : une première version citait à tort la $F $A. Il s’agit de $E à $3."},
    {'y', "oui|non|peut-être|sans avis"},
    {'Q', "Faut-il $W $E ?|$P doit-il $W $E ?|Iriez-vous $W $E $X ?|Qui a $V $E ?"},
    {'w',
     "soleil|nuages|pluie|averses|vent $A|brume|neige|grêle|pluie $A|ciel clair|orages"},
    {'h', "Couleur|Poids|Matière|Marque|Origine|Largeur|Hauteur|Usage|Entretien|Parfum"},
    {'O',
     "$1, $H $A et $H à $3, s’est éteint le $7 à $5 ans.|Né à $3 en $8, $2 a $V $E puis "
     "$V $E.|"
     "$2 laisse $E et $1, avec qui $P a $V $E.|On se réunira devant $E à $3."},
    {'L',
     "le $H $A s’en va $D|et la $F $I|ô $F $A de $3|nous avons $V $E|mon $H, ma $F "
     "$A|sans $W "
     "la $F|quand $E $I|sous le $H $A"},
};

const language language_fr = {
    "fr", " ", ",", 1, 0, rules, sizeof rules / sizeof rules[0]};
