import type { Pair } from '../problems.js';

/** Ce que disent la porte de l’API, les imports, les listes et les exports, et ce que font les commandes du fichier. */
export const atTheDoor: readonly Pair[] = [
  ['A version of {month} is kept.', 'Une version de {month} est déjà conservée.'],
  ['Read the delivery.', 'Lisez la livraison.'],
  [
    'Read the step; only UNKNOWN and FAILED ones are resolved by hand.',
    'Lisez la relance ; seules celles qui sont INCERTAINES ou en ÉCHEC se décident à la main.',
  ],
  ['Read the order for its discrepancies.', 'Lisez la commande pour ses écarts.'],
  ['{method} is not allowed here.', '{method} n’est pas admis ici.'],
  ['See /docs for what there is.', 'Voyez /docs pour ce qu’il y a.'],
  [
    'Send "Authorization: Bearer" with an API key or an access token.',
    'Envoyez « Authorization: Bearer » avec une clé d’API ou un jeton d’accès.',
  ],
  ['Wait as long as Retry-After says.', 'Attendez le temps que dit Retry-After.'],
  ['Payloads are for operators to read.', 'Ces contenus sont à lire par l’exploitation.'],
  ['The payloads cannot be encoded.', 'Les contenus ne peuvent pas être chiffrés.'],
  ['The payloads cannot be decoded.', 'Les contenus ne peuvent pas être déchiffrés.'],
  [
    'Try again; tell the operators the request id when it stays.',
    'Réessayez ; si cela dure, donnez le numéro de la demande à l’exploitation.',
  ],
  ['The body must be JSON in UTF-8.', 'Le corps doit être du JSON en UTF-8.'],
  ['Send one JSON object in UTF-8.', 'Envoyez un objet JSON en UTF-8.'],
  ['The request cannot be read.', 'La demande ne se lit pas.'],
  ['There is nothing here that it is of.', 'Il n’y a rien ici dont il puisse être.'],
  ['It holds no ETag.', 'Il ne contient pas d’ETag.'],
  [
    'Send the ETag of the GET as it came, quotes included.',
    'Envoyez l’ETag de la lecture tel quel, guillemets compris.',
  ],
  ['Leave it out.', 'Laissez-le de côté.'],
  ['{figure} is not split by {dimension}.', '{figure} ne se répartit pas par {dimension}.'],
  ['It is split by {dimensions}.', 'Il se répartit par {dimensions}.'],
  ['The role {role} does not read this figure.', 'Le rôle « {role} » ne lit pas ce chiffre.'],
  ['Too many streams of events are open.', 'Trop de flux de changements sont ouverts.'],
  ['Every write carries an Idempotency-Key.', 'Toute écriture porte une Idempotency-Key.'],
  [
    'Send a value of your own, such as a UUID, and the same one when you try again.',
    'Envoyez une valeur à vous, un UUID par exemple, et la même quand vous réessayez.',
  ],
  [
    'Quote the whole cell, and double each quote inside it.',
    'Mettez toute la cellule entre guillemets, et doublez chaque guillemet à l’intérieur.',
  ],
  ['Name the column, or empty it.', 'Nommez la colonne, ou videz-la.'],
  [
    'Quote cells that hold the delimiter or a quote.',
    'Mettez entre guillemets les cellules qui contiennent le séparateur ou un guillemet.',
  ],
  [
    'would lack row {row}, which belongs to it and cannot be read',
    'serait sans la ligne {row}, qui en fait partie et ne se lit pas',
  ],
  ['Put that row right.', 'Corrigez cette ligne.'],
  [
    'is "{here}" in line {row} but "{there}" in line {other}',
    'est « {here} » à la ligne {row} mais « {there} » à la ligne {other}',
  ],
  [
    'Write the same value in every line that belongs together.',
    'Écrivez la même valeur dans toutes les lignes qui vont ensemble.',
  ],
  ['must not be the name of its owner', 'ne doit pas être le nom de son titulaire'],
  ['must not be one character again and again', 'ne doit pas être un même caractère répété'],
  ['The body must be JSON.', 'Le corps doit être du JSON.'],
  ['This key came before with another body.', 'Cette clé est déjà venue avec un autre corps.'],
  [
    'Take a new key for a new request; repeat a request with its own body.',
    'Prenez une nouvelle clé pour une nouvelle demande ; répétez une demande avec son propre corps.',
  ],
  [
    'This API may not write company, policies, people and keys.',
    'Cette API ne peut pas écrire la société, les règles, les personnes et les clés.',
  ],
  [
    'Set DATABASE_REGISTRAR_URL for the API, or use the commands "encours person", "api-key" and "company".',
    'Donnez DATABASE_REGISTRAR_URL à l’API, ou prenez les commandes « encours person », « api-key » et « company ».',
  ],
  ['The answer was not of the shape that is promised.', 'La réponse n’avait pas la forme qui est promise.'],
  [
    'Read the delivery; what is wrong in its proof is corrected by POST …/proof/corrections, with a reason.',
    'Lisez la livraison ; ce qui est faux dans sa preuve se corrige, avec un motif.',
  ],
  ['Ask again in a moment.', 'Redemandez dans un instant.'],
  [
    'It was issued by the system before this one, and its document is there.',
    'Il a été émis par le système d’avant, et son document est là-bas.',
  ],
  ['Look for it in that system.', 'Cherchez-le dans ce système.'],
  ['The role {role} does not see this list.', 'Le rôle « {role} » ne voit pas cette liste.'],
  ['The list has no column {column}.', 'La liste n’a pas de colonne {column}.'],
  ['There is no such list to export.', 'Il n’y a pas de liste de ce nom à exporter.'],
  ['What the table holds is not clear.', 'Ce que contient le tableau n’est pas clair.'],
  ['Say what its rows are.', 'Dites ce que sont ses lignes.'],
  [
    'The table has {rows} rows, and at most {most} are read.',
    'Le tableau a {rows} lignes, et {most} au plus se lisent.',
  ],
  ['Divide the table, or send it by "encours import".', 'Divisez le tableau, ou envoyez-le par « encours import ».'],
  ['Put the table right.', 'Corrigez le tableau.'],
  [
    '{mail} is a letter of dunning: the role {role} may not.',
    '{mail} est un courrier de relance : le rôle « {role} » n’en décide pas.',
  ],
  ['{mail} is a letter of dunning.', '{mail} est un courrier de relance.'],
  [
    'Resolve a step of it: POST /v1/dunning-steps/{id}/resolution, or several letters and mails: POST /v1/mails/resolutions.',
    'Décidez d’une de ses relances, ou de plusieurs courriers et courriels à la fois.',
  ],
  ['Remove the authenticator first: POST /v1/me/totp/removal.', 'Retirez d’abord l’application d’authentification.'],
  [
    'Read both payments; finance undoes allocations of the one that brought the money.',
    'Lisez les deux règlements ; la comptabilité annule des affectations de celui qui a apporté l’argent.',
  ],
  [
    'Say what it pays by POST {path}/allocations; booking it again is refused.',
    'Dites ce qu’il règle sur sa page ; l’enregistrer de nouveau est refusé.',
  ],
  ['is nobody who is known', 'n’est personne de connu'],
  ['is no permission of {role}', 'n’est pas une permission du rôle « {role} »'],
  ['Ask for stage=credit-hold.', 'Demandez stage=credit-hold.'],
  ['Leave role out to see your own.', 'Laissez le rôle de côté pour voir les vôtres.'],
  ['The caller has hung up.', 'L’appelant a raccroché.'],
  ['Too many of your requests wait already.', 'Trop de vos demandes attendent déjà.'],
  [
    'Send fewer at once; wait as long as Retry-After says.',
    'Envoyez-en moins à la fois ; attendez le temps que dit Retry-After.',
  ],
  ['Ask finance.', 'Demandez à la comptabilité.'],
  [
    'Use the console; programs send an API key or an access token.',
    'Prenez la console ; les programmes envoient une clé d’API ou un jeton d’accès.',
  ],
  ['name or password is wrong', 'le nom ou le mot de passe est faux'],
  ['the code is wrong', 'le code est faux'],
  ['The demo has no such account.', 'La démonstration n’a pas ce compte.'],
  [
    'Correct the fields listed in errors; /docs shows what each may hold.',
    'Corrigez les champs cités ; chacun dit ce qu’il peut contenir.',
  ],
  ['add up to more than an order can be', 'font ensemble plus que ne peut être une commande'],
  [
    'Take it into use again with active: true, or make another address the default.',
    'Remettez-la en service, ou prenez une autre adresse par défaut.',
  ],
  [
    'A SIRET is the SIREN and five digits: give one of the customer, or none where somebody else takes the goods.',
    'Un SIRET est le SIREN et cinq chiffres : donnez-en un du client, ou aucun si quelqu’un d’autre reçoit les marchandises.',
  ],
  [
    'Address {code} is the establishment {siret} of another company.',
    'L’adresse {code} est l’établissement {siret} d’une autre société.',
  ],
  [
    'Change the SIRET of the address first, or take the address out of use.',
    'Changez d’abord le SIRET de l’adresse, ou mettez-la hors service.',
  ],
  ['Open another account for the other currency.', 'Ouvrez un autre compte pour l’autre devise.'],
  ['Delivery {delivery} has no signed note to issue again.', 'La livraison {delivery} n’a pas de bon signé à refaire.'],
  [
    'Tell the operators: `encours verify` says what is missing.',
    'Dites-le à l’exploitation : `encours verify` dit ce qui manque.',
  ],
  ['is already entered as {order}', 'est déjà saisie sous {order}'],
  [
    'Leave the row out; a new order needs a reference of its own.',
    'Laissez la ligne de côté ; une nouvelle commande veut sa propre référence.',
  ],
  ['You logged no such request of this order.', 'Vous n’avez pas noté de demande de ce genre sur cette commande.'],
  ['A request is taken back within a minute.', 'Une demande se retire dans la minute.'],
  ['It stays in the dossier.', 'Elle reste au dossier.'],
  [
    'Name a payment that brought money in this currency, and an amount below zero.',
    'Citez un règlement qui a apporté de l’argent dans cette devise, et un montant négatif.',
  ],
  ['Make a new quote.', 'Faites un nouveau devis.'],
  ['Take a product of GET /v1/products?active=true.', 'Prenez un article qui est en vente.'],
  [
    'A rate of {class} {country} is in force, and {day} has passed or begun.',
    'Un taux de {class} {country} est en vigueur, et le {day} est passé ou commencé.',
  ],
  [
    'Enter the rate from a day after {day}: what was delivered bears the rate of its day.',
    'Saisissez le taux à partir d’un jour après le {day} : ce qui est livré porte le taux de son jour.',
  ],
  ['You have {count} views of this list.', 'Vous avez {count} vues de cette liste.'],
  ['Take one away that is not used any more.', 'Supprimez-en une qui ne sert plus.'],
  ['There is a view of this list called {name} already.', 'Il y a déjà une vue de cette liste appelée {name}.'],
  ['Give it another name, or change the one that is there.', 'Donnez-lui un autre nom, ou changez celle qui est là.'],
  [
    'Name somebody of GET /v1/colleagues who sees the worklist of {role}, and its customer.',
    'Citez quelqu’un qui voit la liste du rôle « {role} », et son client.',
  ],
  [
    'A line of the kind {kind} ends by what is done about it.',
    'Une ligne de cette nature se termine par ce qui est fait à son sujet.',
  ],
  [
    'Do what it names; assign it or put it aside meanwhile.',
    'Faites ce qu’elle nomme ; confiez-la ou mettez-la de côté en attendant.',
  ],
  [
    'Take nextCursor of the page before, with the same sort, or leave it out to begin.',
    'Prenez nextCursor de la page d’avant, avec le même ordre, ou laissez-le de côté pour commencer.',
  ],
  [
    'This list is not sorted by {sort} together with these filters.',
    'Cette liste ne se trie pas par {sort} avec ces filtres.',
  ],
  [
    'Leave sort out, or sort by the date that is filtered.',
    'Laissez l’ordre de côté, ou triez par la date qui est filtrée.',
  ],
  [
    'Leave sort out, or ask for one kind or one role that is sorted by it.',
    'Laissez l’ordre de côté, ou demandez un seul genre ou un seul rôle qui se trie ainsi.',
  ],
];
