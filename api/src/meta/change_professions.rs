//! An administrator changes the professions of an authority and their lines on secrecy and mandate.

use actix_web::put;
use policy::ChangeProfessions;
use shared::profession::ProfessionsDraft;
use shared::taxonomy::Taxonomy;

use crate::http::{ApiProblem, App, Expected, Input, Permitted, Refusals, Versioned};

/// Replaces the professions that a provider chooses from, each with one line on secrecy and mandate.
///
/// Plain text of at most 200 characters in four languages; the phone shows the line to whoever has the profession, before
/// anything is written. Without `professions` those that ship with the product hold again; an empty list shows no line.
/// The code `other` stands for everybody whose profession is not in the list. `If-Match` is the revision of the taxonomy.
#[utoipa::path(
    tag = "Meta",
    operation_id = "changeProfessions",
    request_body(content = ProfessionsDraft, example = json!({"professions": [{
        "code": "home-nurse",
        "label": {"nl": "Thuisverpleegkundige", "fr": "Infirmière à domicile", "en": "Home nurse", "de": "Häusliche Pflegekraft"},
        "note": {
            "nl": "U hebt beroepsgeheim. Vertel wat u vaker ziet, nooit over wie het gaat.",
            "fr": "Vous êtes tenue au secret professionnel. Dites ce que vous voyez souvent, jamais de qui il s’agit.",
            "en": "You are bound by professional secrecy. Say what you often see, never who it is about.",
            "de": "Sie unterliegen dem Berufsgeheimnis. Schreiben Sie, was Sie öfter sehen, nie, um wen es geht."
        }
    }]})),
    responses((status = 200, body = Taxonomy), Refusals),
    security(("Bearer" = []))
)]
#[put("/professions")]
pub(crate) async fn change_professions(
    permit: Permitted<ChangeProfessions>,
    app: App,
    Expected(expected): Expected,
    draft: Input<ProfessionsDraft>,
) -> Result<Versioned<Taxonomy>, ApiProblem> {
    let professions = draft.value.parse()?;
    let authority = permit.written_authority(&app)?;
    let (sources, permit) = (app.sources.clone(), permit.permit());
    let held = permit.clone();
    let work = move |tx: &mut storage::Tx<'_>| {
        let professions = professions.as_deref();
        workflow::authorities::change_professions(tx, &permit, &sources, expected, professions)
    };
    let body = app.db.write(&held, work).await?;
    app.forget_taxonomy(authority.id);
    Ok(Versioned {
        version: u64::from(body.revision),
        body,
    })
}
