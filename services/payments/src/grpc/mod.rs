//! The gRPC face: who may call, what a request must look like, and what it answers.

mod convert;

use contracts::failure::Failure;
use contracts::payments::v1 as proto;
use contracts::payments::v1::payments_service_server::{PaymentsService, PaymentsServiceServer};
use runtime::config::{GrpcOptions, TlsOptions};
use runtime::grpc::{AccessPolicy, Allow, Server};
use tonic::{Request, Response, Status};

use crate::service::{ListOrders, Payments, PaymentsError};

const GATEWAY: &[Allow] = &[Allow::Service("gateway")];
const GATEWAY_AND_OPERATOR: &[Allow] = &[Allow::Service("gateway"), Allow::Service("operator")];

/// Requests are small; a webhook's body is the largest part of any.
const MAX_REQUEST_BYTES: usize = 256 * 1024;

/// Who may call what. Of the two, only the gateway knows the buyer, so it alone acts for one.
pub fn policy() -> AccessPolicy {
    AccessPolicy::new(&[
        ("/tokenbook.payments.v1.PaymentsService/ListPackages", GATEWAY_AND_OPERATOR),
        ("/tokenbook.payments.v1.PaymentsService/ListPromotions", GATEWAY_AND_OPERATOR),
        ("/tokenbook.payments.v1.PaymentsService/ClaimPromotion", GATEWAY),
        ("/tokenbook.payments.v1.PaymentsService/PlaceOrder", GATEWAY),
        ("/tokenbook.payments.v1.PaymentsService/PayOrder", GATEWAY),
        ("/tokenbook.payments.v1.PaymentsService/GetOrder", GATEWAY_AND_OPERATOR),
        ("/tokenbook.payments.v1.PaymentsService/ListOrders", GATEWAY),
        ("/tokenbook.payments.v1.PaymentsService/DeliverWebhook", GATEWAY),
    ])
}

/// The server of this service, to be served.
pub fn server(grpc: &GrpcOptions, tls: &TlsOptions, payments: Payments) -> Server {
    let service =
        PaymentsServiceServer::new(Handler { payments }).max_decoding_message_size(MAX_REQUEST_BYTES);
    Server::new(grpc, tls, policy(), contracts::DESCRIPTORS).add(service)
}

/// Answers calls.
struct Handler {
    payments: Payments,
}

/// What a caller may know of an error; the rest is logged here, once.
fn status(error: PaymentsError) -> Status {
    match error {
        PaymentsError::Refused(failure) => failure.into(),
        error @ (PaymentsError::Store(_) | PaymentsError::Publish(_) | PaymentsError::Task(_)) => {
            tracing::error!(%error, "a call failed");
            Failure::internal().into()
        }
    }
}

#[tonic::async_trait]
impl PaymentsService for Handler {
    async fn list_packages(
        &self,
        _request: Request<proto::ListPackagesRequest>,
    ) -> Result<Response<proto::ListPackagesResponse>, Status> {
        let packages = self.payments.list_packages().await.map_err(status)?;
        let packages = packages.into_iter().map(Into::into).collect();
        Ok(Response::new(proto::ListPackagesResponse { packages }))
    }

    async fn list_promotions(
        &self,
        _request: Request<proto::ListPromotionsRequest>,
    ) -> Result<Response<proto::ListPromotionsResponse>, Status> {
        let promotions = self.payments.list_promotions().await.map_err(status)?;
        let promotions = promotions.into_iter().map(Into::into).collect();
        Ok(Response::new(proto::ListPromotionsResponse { promotions }))
    }

    async fn claim_promotion(
        &self,
        request: Request<proto::ClaimPromotionRequest>,
    ) -> Result<Response<proto::ClaimPromotionResponse>, Status> {
        let claim = convert::claim_promotion(&request.into_inner())?;
        let claimed = self.payments.claim_promotion(claim).await.map_err(status)?;
        Ok(Response::new(proto::ClaimPromotionResponse {
            grant_id: claimed.grant.to_string(),
            promotion: Some(claimed.promotion.into()),
        }))
    }

    async fn place_order(
        &self,
        request: Request<proto::PlaceOrderRequest>,
    ) -> Result<Response<proto::PlaceOrderResponse>, Status> {
        let place = convert::place_order(&request.into_inner())?;
        let order = self.payments.place_order(place).await.map_err(status)?;
        Ok(Response::new(proto::PlaceOrderResponse { order: Some(order.into()) }))
    }

    async fn pay_order(
        &self,
        request: Request<proto::PayOrderRequest>,
    ) -> Result<Response<proto::PayOrderResponse>, Status> {
        let pay = convert::pay_order(&request.into_inner())?;
        let order = self.payments.pay_order(pay).await.map_err(status)?;
        Ok(Response::new(proto::PayOrderResponse { order: Some(order.into()) }))
    }

    async fn get_order(
        &self,
        request: Request<proto::GetOrderRequest>,
    ) -> Result<Response<proto::GetOrderResponse>, Status> {
        let (account, name) = convert::get_order(&request.into_inner())?;
        let order = self.payments.get_order(account, &name).await.map_err(status)?;
        Ok(Response::new(proto::GetOrderResponse { order: Some(order.into()) }))
    }

    async fn list_orders(
        &self,
        request: Request<proto::ListOrdersRequest>,
    ) -> Result<Response<proto::ListOrdersResponse>, Status> {
        let page: ListOrders = convert::list_orders(&request.into_inner())?;
        let (orders, more) = self.payments.list_orders(&page).await.map_err(status)?;
        let last_of_page = orders.last().filter(|_| more);
        let next_cursor = last_of_page.map(|order| order.id.to_string()).unwrap_or_default();
        let orders = orders.into_iter().map(Into::into).collect();
        Ok(Response::new(proto::ListOrdersResponse { orders, next_cursor }))
    }

    async fn deliver_webhook(
        &self,
        request: Request<proto::DeliverWebhookRequest>,
    ) -> Result<Response<proto::DeliverWebhookResponse>, Status> {
        let proto::DeliverWebhookRequest { processor, body, signature } = request.into_inner();
        self.payments.deliver_webhook(&processor, &body, &signature).await.map_err(status)?;
        Ok(Response::new(proto::DeliverWebhookResponse {}))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_call_says_who_may_make_it() {
        let service = "tokenbook.payments.v1.PaymentsService";
        assert_eq!(super::policy().check_complete(contracts::DESCRIPTORS, &[service]), Ok(()));
    }
}
