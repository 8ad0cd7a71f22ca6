//! What rises over HTTP, one operation a file.

mod get_trend;
mod list_trend_subscriptions;
mod list_trends;
mod subscribe_trends;
mod unsubscribe_trends;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(list_trends::list_trends)
        .service(get_trend::get_trend)
        .service(list_trend_subscriptions::list_trend_subscriptions)
        .service(subscribe_trends::subscribe_trends)
        .service(unsubscribe_trends::unsubscribe_trends);
}
